// Part of voordeur.js: the design tokens of the page, unless they cannot be read on each other.

const PAIRS = [["--ink", "--surface", 4.5], ["--on-brand", "--brand", 4.5], ["--link", "--surface", 4.5], ["--focus", "--surface", 3]];

function dress(host) {
  const root = document.documentElement;
  const schemes = getComputedStyle(root).colorScheme + (document.querySelector('meta[name="color-scheme"]')?.content ?? "");
  host.toggleAttribute("data-dark", schemes.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches);
  host.removeAttribute("data-own");
  const probe = tag("i");
  host.shadowRoot.append(probe);
  const colour = (name) => {
    probe.style.color = `var(${name})`;
    return luminance(getComputedStyle(probe).color);
  };
  const readable = PAIRS.every(([front, back, least]) => ratio(colour(front), colour(back)) >= least);
  host.toggleAttribute("data-own", !readable);
  host.style.colorScheme = colour("--surface") < 0.2 ? "dark" : "light";
  probe.remove();
}

/** Return the relative luminance of a computed colour, such as rgb(0, 0, 0) or color(srgb 0 0 0). */
function luminance(colour) {
  const scale = colour.startsWith("color(") ? 1 : 255;
  const [red, green, blue] = (colour.replace("srgb", "").match(/[\d.e-]+/g) ?? []).map((part) => {
    const value = Number(part) / scale;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const ratio = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
