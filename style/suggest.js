// Proposes titles while somebody types in a search field, as the WAI-ARIA combobox with a list says. The field names what
// answers: <input type="search" data-suggestions="/recherche/propositions">.
// Without it, or when it fails, the field asks its page, as it always does.

/** How long typing must rest before the server is asked, in milliseconds. */
const REST = 200;
/** Fewer letters begin too much. */
const LETTERS_LEAST = 2;

function made(tag, attributes, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

function bringToLife(field) {
  const list = made("ul", { id: `${field.id}-suggestions`, class: "suggestions", role: "listbox", hidden: "" });
  const status = made("p", { class: "hidden", role: "status" });
  field.form.append(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) {
    field.setAttribute(name, value);
  }
  let timer;
  let asking;

  const active = () => list.querySelector("[aria-selected=true]");
  const show = (shown) => {
    list.hidden = !shown;
    field.setAttribute("aria-expanded", String(shown));
    if (!shown) choose();
  };
  /** Makes an option the active one; without one, the field itself is. */
  const choose = (option) => {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };
  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
    show(false);
  };
  const tell = ({ label, told, found }) => {
    list.setAttribute("aria-label", label);
    list.replaceChildren(
      ...found.map(({ title, kind, href }, place) => {
        const option = made("li", { id: `${list.id}-${place}`, role: "option", "aria-selected": "false", "data-href": href });
        option.append(made("span", {}, title), " ", made("small", {}, kind));
        return option;
      }),
    );
    status.textContent = told;
    show(found.length > 0);
  };
  const ask = async () => {
    const typed = field.value.trim();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${field.dataset.suggestions}?${new URLSearchParams({ q: typed })}`, { signal });
      // Whoever left meanwhile wants no list.
      if (answer.ok && document.activeElement === field) tell(await answer.json());
    } catch {
      // The next letter asks again.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    if (field.value.trim().length < LETTERS_LEAST) {
      list.replaceChildren();
      return show(false);
    }
    timer = setTimeout(ask, REST);
  });
  field.addEventListener("keydown", (event) => {
    const { key } = event;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (key in steps && list.children.length > 0) {
      event.preventDefault();
      // The field is the place before the first and after the last.
      const places = [undefined, ...list.children];
      const here = list.hidden ? 0 : places.indexOf(active() ?? undefined);
      show(true);
      choose(places.at((here + steps[key]) % places.length));
    } else if (key === "Enter" && active()) {
      event.preventDefault();
      location.assign(active().dataset.href);
    } else if (key === "Escape" && !list.hidden) {
      event.preventDefault();
      stop();
    }
  });
  field.addEventListener("blur", stop);
  field.form.addEventListener("submit", stop);
  // The field keeps the focus while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-href]");
    if (option) location.assign(option.dataset.href);
  });
  show(false);
}

document.querySelectorAll("input[data-suggestions]").forEach(bringToLife);
