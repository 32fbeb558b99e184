// Progress is kept in the browser, under the sheet's own id; where a browser keeps nothing for a file, in the address.

class Store {
  constructor(id) {
    this.key = `symback-${id}`;
  }

  /** What was kept, or null. Whatever stands there is only data, and is checked by whoever reads it. */
  read() {
    for (const place of [() => localStorage.getItem(this.key), () => this.fromAddress()]) {
      try {
        const found = JSON.parse(place());
        if (found) return found;
      } catch {
        // not allowed, or not ours: as if nothing were kept
      }
    }
    return null;
  }

  write(progress) {
    const text = JSON.stringify(progress);
    try {
      localStorage.setItem(this.key, text);
    } catch {
      this.toAddress(text);
    }
  }

  fromAddress() {
    const found = new URLSearchParams(location.hash.slice(1)).get(this.key);
    return found ?? "null";
  }

  toAddress(text) {
    try {
      history.replaceState(null, "", `#${new URLSearchParams({ [this.key]: text })}`);
    } catch {
      // a frame that may keep nothing at all: progress lasts as long as the page
    }
  }
}
