// Every path without a file of its own is answered with index.html: the page decides what to show.
const view = document.getElementById("view");

function show() {
  const order = location.pathname.match(/^\/orders\/(\d+)$/);
  view.textContent = order ? `Order ${order[1]}`
    : location.pathname === "/" ? "Welcome"
    : "There is no such page.";
}

document.querySelector("nav").addEventListener("click", event => {
  const path = event.target.getAttribute("href");
  if (path?.startsWith("/")) {
    event.preventDefault();
    history.pushState(null, "", path);
    show();
  }
});

addEventListener("popstate", show);
show();
