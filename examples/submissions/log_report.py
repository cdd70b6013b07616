import sys
import re
import json
import os
from datetime import *

data = {}
total = 0
errs = 0
flag = False
tmp = []
out = ""


def doit(f, mode, x, y=None, z=None, dbg=1):
    global data, total, errs, flag, tmp, out
    print("start")
    try:
        fh = open(f)
        lines = fh.readlines()
    except:
        print("cant open")
        return -1
    print("lines", len(lines))
    for l in lines:
        total = total + 1
        if l != "":
            if l != "\n":
                p = l.split(" ")
                if len(p) > 8:
                    ip = p[0]
                    try:
                        d = p[3].replace("[", "")
                        m = p[5].replace('"', "")
                        u = p[6]
                        s = int(p[8])
                        b = 0
                        if p[9] != "-":
                            b = int(p[9])
                    except:
                        errs = errs + 1
                        continue
                    if mode == 1:
                        if s >= 500:
                            if ip in data:
                                data[ip]["n"] = data[ip]["n"] + 1
                                data[ip]["b"] = data[ip]["b"] + b
                            else:
                                data[ip] = {"n": 1, "b": b}
                            if dbg == 1:
                                print("DEBUG 500", ip, u, s)
                        else:
                            if s >= 400:
                                if x == True:
                                    if ip in data:
                                        data[ip]["n"] = data[ip]["n"] + 1
                                        data[ip]["b"] = data[ip]["b"] + b
                                    else:
                                        data[ip] = {"n": 1, "b": b}
                                    if dbg == 1:
                                        print("DEBUG 400", ip, u, s)
                    elif mode == 2:
                        if u in data:
                            data[u]["n"] = data[u]["n"] + 1
                            data[u]["b"] = data[u]["b"] + b
                        else:
                            data[u] = {"n": 1, "b": b}
                        if dbg == 1:
                            print("DEBUG url", u, s)
                    elif mode == 3:
                        try:
                            h = d.split(":")[1]
                            if h in data:
                                data[h]["n"] = data[h]["n"] + 1
                                data[h]["b"] = data[h]["b"] + b
                            else:
                                data[h] = {"n": 1, "b": b}
                            if dbg == 1:
                                print("DEBUG hour", h, s)
                        except:
                            pass
                    elif mode == 4:
                        if m in data:
                            data[m]["n"] = data[m]["n"] + 1
                            data[m]["b"] = data[m]["b"] + b
                        else:
                            data[m] = {"n": 1, "b": b}
                    # elif mode == 5:
                    #     if a in data:
                    #         data[a]["n"] = data[a]["n"] + 1
                    #     else:
                    #         data[a] = {"n": 1}
                else:
                    errs = errs + 1
    fh.close()
    for k in data:
        tmp.append([data[k]["n"], k, data[k]["b"]])
    # sort
    for i in range(len(tmp)):
        for j in range(len(tmp) - 1):
            if tmp[j][0] < tmp[j + 1][0]:
                t2 = tmp[j]
                tmp[j] = tmp[j + 1]
                tmp[j + 1] = t2
    c = 0
    for t in tmp:
        if c < 10:
            if z == "json":
                out = out + json.dumps({"k": t[1], "n": t[0], "b": t[2]}) + "\n"
            elif z == "csv":
                out = out + str(t[1]) + "," + str(t[0]) + "," + str(t[2]) + "\n"
            else:
                if t[2] > 1048576:
                    out = out + str(t[1]) + " " + str(t[0]) + " " + str(t[2] / 1048576) + "MB\n"
                elif t[2] > 1024:
                    out = out + str(t[1]) + " " + str(t[0]) + " " + str(t[2] / 1024) + "KB\n"
                else:
                    out = out + str(t[1]) + " " + str(t[0]) + " " + str(t[2]) + "B\n"
        c = c + 1
    if y != None:
        try:
            os.system("rm -f " + y)
            o = open(y, "w")
            o.write(out)
            o.close()
        except:
            pass
    else:
        print(out)
    flag = True
    print("done", total, errs)
    return 0


if len(sys.argv) > 1:
    if len(sys.argv) > 2:
        if len(sys.argv) > 3:
            doit(sys.argv[1], int(sys.argv[2]), True, None, sys.argv[3])
        else:
            doit(sys.argv[1], int(sys.argv[2]), True)
    else:
        doit(sys.argv[1], 1, True)
else:
    print("usage")
