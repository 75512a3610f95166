// Run in the page; gives a list of faults, each a sentence. WCAG 2.2 AA, the part a machine can see.
() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const about = (element) =>
    `<${element.tagName.toLowerCase()}${element.id ? " id=" + element.id : ""}${element.name ? " name=" + element.name : ""}> "${(element.innerText || "").trim().slice(0, 30)}"`;
  const byIds = (ids) => (ids || "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id));

  // Language, title, structure (3.1.1, 2.4.2, 1.3.1, 2.4.6).
  if (!/^(fr|en)$/.test(document.documentElement.lang)) faults.push("the page does not say its language");
  if (!document.title.replace("Permanence", "").replace(/[ ·]/g, "")) faults.push("the title says nothing");
  if (all("h1").length !== 1) faults.push(`${all("h1").length} first headings`);
  if (all("main").length !== 1) faults.push(`${all("main").length} main parts`);
  let level = 0;
  for (const heading of all("h1, h2, h3, h4").filter(seen)) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) faults.push(`heading level skipped before ${about(heading)}`);
    level = next;
  }

  // Identifiers and references (4.1.2).
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push(`id ${id} twice`);
  for (const attribute of ["for", "aria-labelledby", "aria-describedby", "aria-controls"]) {
    for (const element of all(`[${attribute}]`)) {
      if (byIds(element.getAttribute(attribute)).some((found) => !found)) {
        faults.push(`${attribute}="${element.getAttribute(attribute)}" of ${about(element)} points nowhere`);
      }
    }
  }

  // Everything one uses has a name (1.1.1, 3.3.2, 4.1.2).
  const named = (element) =>
    (element.getAttribute("aria-label") || "").trim() ||
    byIds(element.getAttribute("aria-labelledby")).some((label) => label && label.innerText.trim()) ||
    [...(element.labels || [])].some((label) => label.innerText.trim());
  for (const field of all("input:not([type=hidden]), select, textarea, progress").filter(seen)) {
    if (!named(field)) faults.push(`no label for ${about(field)}`);
  }
  for (const element of all("a[href], button").filter(seen)) {
    if (!element.innerText.trim() && !named(element)) faults.push(`no words on ${about(element)}`);
  }
  for (const image of all("img")) if (!image.hasAttribute("alt")) faults.push("an image without words for it");
  for (const table of all("table").filter(seen)) if (!table.querySelector("th[scope]")) faults.push("a table without headings");
  for (const fieldset of all("fieldset").filter(seen)) if (!fieldset.querySelector("legend")) faults.push("a group without its question");
  for (const wrong of all("[aria-invalid=true]").filter(seen)) {
    const told = wrong.closest("fieldset[aria-describedby]") || wrong;
    if (!byIds(told.getAttribute("aria-describedby")).some((text) => text && text.innerText.trim())) {
      faults.push(`${about(wrong)} is wrong and does not say why`);
    }
  }

  // What one presses is large enough (2.5.8: 24 px, words within a line excepted).
  for (const target of all("button, input:not([type=hidden]), select, textarea, nav a, a.button").filter(seen)) {
    const box = target.getBoundingClientRect();
    if (!target.closest(".unseen, .skip") && (box.height < 24 || box.width < 24)) faults.push(`${about(target)} is too small to press`);
  }

  // Contrast as painted (1.4.3): each text against the ground below it.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((part, at) => (at < 3 ? part : part / 255));
  };
  const over = (top, below) => top.slice(0, 3).map((part, at) => part * top[3] + below[at] * (1 - top[3]));
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = rgba(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const painted = new Set(all("input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea"));
  while (texts.nextNode()) if (texts.currentNode.data.trim()) painted.add(texts.currentNode.parentElement);
  for (const element of [...painted].filter((element) => seen(element) && !element.closest("script, style, noscript, option, .unseen, .skip"))) {
    if (element.disabled) continue;
    const style = getComputedStyle(element);
    const below = ground(element);
    const [light, dark] = [luminance(over(rgba(style.color), below)), luminance(below)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < needed) faults.push(`contrast ${contrast.toFixed(1)} of ${about(element)}`);
  }
  return [...new Set(faults)];
}
