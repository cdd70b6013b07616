# Inventory management for a small shop

import csv


class Inventory:
    def __init__(self, filename):
        self.filename = filename
        self.items = {}
        self.load()

    def load(self):
        try:
            with open(self.filename) as f:
                reader = csv.reader(f)
                for row in reader:
                    if len(row) == 4:
                        self.items[row[0]] = {"name": row[1], "qty": int(row[2]), "price": float(row[3])}
        except Exception as e:
            print("Error loading inventory:", e)

    def save(self):
        with open(self.filename, "w") as f:
            writer = csv.writer(f)
            for sku in self.items:
                item = self.items[sku]
                writer.writerow([sku, item["name"], item["qty"], item["price"]])

    # add item to the inventory
    def add(self, sku, name, qty, price):
        if sku in self.items:
            self.items[sku]["qty"] += qty
        else:
            self.items[sku] = {"name": name, "qty": qty, "price": price}
        self.save()

    def remove(self, sku, qty):
        if sku in self.items:
            if self.items[sku]["qty"] >= qty:
                self.items[sku]["qty"] -= qty
                self.save()
                return True
            else:
                print("Not enough stock")
                return False
        else:
            print("Item not found")
            return False

    def transfer(self, sku, qty, other):
        if sku in self.items:
            if self.items[sku]["qty"] >= qty:
                self.items[sku]["qty"] -= qty
                item = self.items[sku]
                other.add(sku, item["name"], qty, item["price"])
                self.save()
                return True
            else:
                print("Not enough stock")
                return False
        else:
            print("Item not found")
            return False

    def report(self):
        total = 0
        for sku in self.items:
            item = self.items[sku]
            value = item["qty"] * item["price"]
            total += value
            status = "ok"
            if item["qty"] == 0:
                status = "OUT"
            elif item["qty"] < 5:
                status = "low"
            elif item["qty"] < 10:
                status = "watch"
            print(sku, item["name"], item["qty"], item["price"], value, status)
        print("Total value:", total)
        return total

    def search(self, text):
        result = []
        for sku in self.items:
            if text.lower() in self.items[sku]["name"].lower():
                result.append(sku)
        return result


if __name__ == "__main__":
    inv = Inventory("inventory.csv")
    inv.add("A1", "Hammer", 10, 12.5)
    inv.add("A2", "Nails", 500, 0.02)
    inv.remove("A1", 3)
    inv.report()
