import { type Money, show } from "./money";

interface Product { id: string; name: string; description: string; price: Money }

const element = (tag: string, text: string) => Object.assign(document.createElement(tag), { textContent: text });

const products: Product[] = await (await fetch("products")).json();
for (const product of products) {
  const details = document.createElement("div");
  details.append(element("strong", product.name), element("p", product.description));
  const item = document.createElement("li");
  item.append(details, element("output", show(product.price)));
  document.querySelector("#products")!.append(item);
}
