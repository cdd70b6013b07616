import java.io.*;
import java.util.*;

public class OrderManager {

    public static List lst = new ArrayList();
    public static Map m = new HashMap();
    public static Map m2 = new HashMap();
    public static int cnt = 0;
    public static double tot = 0;
    public String s1, s2, s3;
    public boolean f1, f2, f3 = true;
    Object tmp;

    public int process(String a, String b, String c, int x, int y, int z, boolean q, boolean r, Object o) {
        int ret = -1;
        if (a != null) {
            if (!a.equals("")) {
                if (b != null) {
                    if (!b.equals("")) {
                        try {
                            for (int i = 0; i < lst.size(); i++) {
                                Object[] oo = (Object[]) lst.get(i);
                                if (oo[0].equals(a)) {
                                    if (oo[1].equals(b)) {
                                        if (((Integer) oo[2]).intValue() >= x) {
                                            if (q) {
                                                oo[2] = new Integer(((Integer) oo[2]).intValue() - x);
                                                double p = ((Double) oo[3]).doubleValue() * x;
                                                if (z == 1) {
                                                    p = p * 0.9;
                                                } else if (z == 2) {
                                                    p = p * 0.85;
                                                } else if (z == 3) {
                                                    p = p * 0.8;
                                                } else if (z == 4) {
                                                    if (x > 100) {
                                                        p = p * 0.7;
                                                    } else {
                                                        p = p * 0.75;
                                                    }
                                                }
                                                if (y == 1) {
                                                    p = p * 1.19;
                                                } else {
                                                    if (y == 2) {
                                                        p = p * 1.07;
                                                    } else {
                                                        if (y == 3) {
                                                            p = p * 1.0;
                                                        }
                                                    }
                                                }
                                                tot = tot + p;
                                                cnt++;
                                                List l = (List) m.get(c);
                                                if (l == null) {
                                                    l = new ArrayList();
                                                    l.add(new Object[] {a, b, new Integer(x), new Double(p)});
                                                    m.put(c, l);
                                                } else {
                                                    l.add(new Object[] {a, b, new Integer(x), new Double(p)});
                                                }
                                                if (r) {
                                                    try {
                                                        FileWriter w = new FileWriter("orders.txt", true);
                                                        w.write(c + ";" + a + ";" + b + ";" + x + ";" + p + "\n");
                                                        w.close();
                                                    } catch (Exception e) {
                                                    }
                                                }
                                                ret = 1;
                                            } else {
                                                ret = 2;
                                            }
                                        } else {
                                            ret = 3;
                                        }
                                    }
                                }
                            }
                        } catch (Exception e) {
                            // should not happen
                        }
                    } else {
                        ret = 4;
                    }
                } else {
                    ret = 5;
                }
            } else {
                ret = 6;
            }
        } else {
            ret = 7;
        }
        f1 = ret == 1;
        tmp = o;
        return ret;
    }

    public void doStuff(int t, String p1, String p2, String p3) {
        switch (t) {
            case 1:
                lst.add(new Object[] {p1, p2, new Integer(p3), new Double(9.99)});
                break;
            case 2:
                try {
                    for (int i = 0; i < lst.size(); i++) {
                        Object[] oo = (Object[]) lst.get(i);
                        if (oo[0].equals(p1)) {
                            lst.remove(i);
                        }
                    }
                } catch (Exception e) {
                }
                break;
            case 3:
                try {
                    BufferedReader br = new BufferedReader(new FileReader(p1));
                    String l;
                    while ((l = br.readLine()) != null) {
                        String[] pp = l.split(";");
                        lst.add(new Object[] {pp[0], pp[1], new Integer(pp[2]), new Double(pp[3])});
                    }
                } catch (Exception e) {
                    System.out.println("err");
                }
            case 4:
                System.out.println("Total: " + tot);
                System.out.println("Count: " + cnt);
                break;
            case 5:
                List l2 = (List) m.get(p1);
                if (l2 != null) {
                    double d = 0;
                    for (int i = 0; i < l2.size(); i++) {
                        Object[] oo = (Object[]) l2.get(i);
                        d = d + ((Double) oo[3]).doubleValue();
                    }
                    System.out.println(p1 + ": " + d);
                    m2.put(p1, new Double(d));
                }
                break;
            case 6:
                List l3 = (List) m.get(p1);
                if (l3 != null) {
                    double d = 0;
                    for (int i = 0; i < l3.size(); i++) {
                        Object[] oo = (Object[]) l3.get(i);
                        d = d + ((Double) oo[3]).doubleValue();
                    }
                    if (d > 1000) {
                        System.out.println("SEND MAIL TO " + p1);
                        s1 = p1;
                        f2 = true;
                    }
                }
                break;
        }
    }

    public static void main(String[] args) {
        OrderManager om = new OrderManager();
        om.doStuff(1, "hammer", "red", "100");
        om.doStuff(1, "hammer", "blue", "50");
        System.out.println(om.process("hammer", "red", "smith", 5, 1, 2, true, false, null));
        System.out.println(om.process("hammer", "green", "smith", 5, 1, 2, true, false, null));
        om.doStuff(4, null, null, null);
        om.doStuff(5, "smith", null, null);
    }
}
