// Shows only the rows that hold every word typed; without it the page is whole.
const place = document.querySelector(".filter"), field = place.querySelector("input"), told = place.querySelector("output");
const rows = [...document.querySelectorAll("tr[data-words]")];
const parts = [...document.querySelectorAll(".form h3, .form .scroll, .form")];
place.hidden = false;
const narrow = () => {
  const words = field.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const row of rows) {
    row.hidden = !words.every((word) => row.dataset.words.includes(word));
    left += row.hidden ? 0 : 1;
  }
  for (const part of parts) {
    const scope = part.matches("h3") ? part.parentElement.querySelectorAll(".scroll")[[...part.parentElement.querySelectorAll("h3")].indexOf(part)] : part;
    part.hidden = words.length > 0 && !scope.querySelector("tr[data-words]:not([hidden])");
  }
  told.textContent = words.length ? `${left} / ${rows.length}` : "";
};
field.addEventListener("input", narrow);
