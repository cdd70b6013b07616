// shopping cart

export interface Item {
  id: string;
  name: string;
  price: number;
  qty: number;
  category?: string;
  data?: any;
}

export class ShoppingCart {
  items: Item[] = [];
  coupons: any[] = [];
  customer: any;
  total = 0;

  constructor(customer?: any) {
    this.customer = customer;
  }

  addItem(item: any) {
    let found = false;
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].id == item.id) {
        this.items[i].qty = this.items[i].qty + item.qty;
        found = true;
      }
    }
    if (!found) {
      this.items.push(item);
    }
    this.calculate();
  }

  removeItem(id: string, qty?: number) {
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].id == id) {
        if (qty) {
          this.items[i].qty = this.items[i].qty - qty;
          if (this.items[i].qty <= 0) {
            this.items.splice(i, 1);
          }
        } else {
          this.items.splice(i, 1);
        }
      }
    }
    this.calculate();
  }

  addCoupon(c: any) {
    if (c.code && c.value) {
      if (this.coupons.find((x) => x.code == c.code)) {
        console.log("coupon already used");
        return false;
      }
      this.coupons.push(c);
      this.calculate();
      return true;
    }
    return false;
  }

  // calculates the total
  calculate() {
    let sum = 0;
    for (const item of this.items) {
      sum += item.price * item.qty;
      if (item.category == "book") {
        // books are cheaper
        if (item.qty >= 10) {
          sum -= item.price * item.qty * 0.1;
        } else if (item.qty >= 5) {
          sum -= item.price * item.qty * 0.05;
        }
      }
      if (item.category == "food" && item.qty >= 20) {
        sum -= item.price * item.qty * 0.1;
      }
    }
    for (const c of this.coupons) {
      if (c.type == "percent") {
        sum = sum - (sum * c.value) / 100;
      } else if (c.type == "fixed") {
        sum = sum - c.value;
        if (sum < 0) sum = 0;
      } else if (c.type == "shipping") {
        // TODO
      }
    }
    if (this.customer) {
      if (this.customer.vip) {
        sum = sum * 0.95;
      }
      if (this.customer.country == "DE") {
        sum = sum * 1.19;
      } else if (this.customer.country == "FR") {
        sum = sum * 1.2;
      } else if (this.customer.country == "AT") {
        sum = sum * 1.2;
      }
    }
    this.total = Math.round(sum * 100) / 100;
    return this.total;
  }

  toJson() {
    return JSON.stringify({ items: this.items, coupons: this.coupons, total: this.total });
  }

  static fromJson(json: string) {
    const cart = new ShoppingCart();
    try {
      const data = JSON.parse(json);
      cart.items = data.items;
      cart.coupons = data.coupons;
      cart.total = data.total;
    } catch (e) {
      console.log("could not load cart", e);
    }
    return cart;
  }
}
