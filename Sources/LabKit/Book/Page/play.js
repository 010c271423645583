"use strict";
// Figures that answer to a slider. A lesson asks for one with a tag at a cell, such as {.play-softmax-temperature}.
//
// `compute` is all the mathematics; the course's tests hold its numbers against the engine's.

const softmax = (scores) => {
  const top = Math.max(...scores);
  const exps = scores.map((score) => Math.exp(score - top));
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((value) => value / sum);
};
const entropy = (shares) => -shares.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);
// Four digits, as in the lessons.
const digits = (value) => {
  const isFar = Math.abs(value) >= 1e6 || (value && Math.abs(value) < 1e-3);
  const text = isFar ? value.toExponential(2).replace("e+", "e") : String(Number(value.toPrecision(4)));
  return text.replace("-", "−");
};

// One draw of eight numbers from a normal distribution: what q · k / √d looks like at the start of training.
const draw = [0.31, -1.24, 0.88, -0.05, 1.71, -0.62, 0.14, -0.97];
// Sixteen weights as a trained matrix has them: many small ones, few large ones.
const weights = [
  0.021, -0.14, 0.33, -0.048, 0.09, 0.61, -0.27, 0.005, -0.39, 0.17, -0.072, 0.24, -0.51, 0.118, -0.2, 0.043,
];
// Approach 3 of Hoffmann et al. 2022, with the digits in the source of their paper.
const law = { e: Math.exp(0.5267228), a: Math.exp(6.0073404), alpha: 0.33917084, b: Math.exp(6.0179186), beta: 0.2849083 };
const lossOf = (n, d) => law.e + law.a / n ** law.alpha + law.b / d ** law.beta;
const range = (count, from, to) => Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

const play = {
  "softmax-temperature": {
    title: "Five scores through a softmax",
    slider: { label: "temperature", min: 0.1, max: 4, step: 0.1, value: 1 },
    compute(temperature) {
      const scores = [2, 1, 0.5, 0, -1];
      const shares = softmax(scores.map((score) => score / temperature));
      return { shares, entropy: entropy(shares) };
    },
    draw: ({ shares }) => bars(["2", "1", "0.5", "0", "−1"], [{ name: "share", values: shares }]),
    tell: ({ shares, entropy }) =>
      `The largest score takes ${digits(100 * shares[0])} %. It is as if ${digits(Math.exp(entropy))} scores shared equally.`,
  },

  "root-d": {
    title: "Eight keys, with and without √d",
    slider: { label: "head size d", values: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], value: 64 },
    compute(d) {
      const raw = softmax(draw.map((score) => score * Math.sqrt(d)));
      const scaled = softmax(draw);
      return { raw, scaled, rawEntropy: entropy(raw), scaledEntropy: entropy(scaled) };
    },
    draw: ({ raw, scaled }) =>
      bars(draw.map((_, key) => `key ${key + 1}`), [{ name: "q · k", values: raw }, { name: "q · k / √d", values: scaled }]),
    tell: ({ rawEntropy, scaledEntropy }) =>
      `Without the division ${digits(Math.exp(rawEntropy))} keys share the weight, with it ${digits(Math.exp(scaledEntropy))}, whatever d is.`,
  },

  "quantizer-bits": {
    title: "Sixteen weights and what comes back of them",
    slider: { label: "bits", min: 2, max: 8, step: 1, value: 4 },
    compute(bits) {
      const top = 2 ** (bits - 1) - 1;
      const scale = Math.max(...weights.map(Math.abs)) / top;
      const nearest = (x) => Math.sign(x) * Math.round(Math.abs(x)); // ties away from zero
      const restored = weights.map((weight) => nearest(weight / scale) * scale);
      const squares = (values) => values.reduce((sum, value) => sum + value * value, 0);
      const relative = Math.sqrt(squares(weights.map((weight, i) => weight - restored[i])) / squares(weights));
      return { restored, scale, relative };
    },
    draw: ({ restored }) =>
      curve(weights.map((weight, i) => [weight, restored[i]]).sort((a, b) => a[0] - b[0]), {
        x: "weight", y: "restored", isSteps: true,
      }),
    tell: ({ relative, scale }) => `One step is ${digits(scale)}. The relative error is ${digits(100 * relative)} %.`,
  },

  "scaling-budget": {
    title: "One budget, many models",
    slider: { label: "budget", min: 18, max: 26, step: 0.25, value: 21, show: (exponent) => `${digits(10 ** exponent)} FLOPs` },
    compute(exponent) {
      const flops = 10 ** exponent;
      const balance = ((law.alpha * law.a) / (law.beta * law.b)) ** (1 / (law.alpha + law.beta));
      const parameters = balance * (flops / 6) ** (law.beta / (law.alpha + law.beta));
      const tokens = flops / (6 * parameters);
      const sizes = range(61, Math.log10(parameters) - 1.5, Math.log10(parameters) + 1.5);
      const valley = sizes.map((size) => [size, lossOf(10 ** size, flops / (6 * 10 ** size))]);
      return { parameters, tokens, loss: lossOf(parameters, tokens), valley };
    },
    draw: ({ valley, parameters, loss }) =>
      curve(valley, { x: "parameters", y: "loss", mark: [Math.log10(parameters), loss], show: (size) => digits(10 ** size) }),
    tell: ({ parameters, tokens, loss }) =>
      `Best: ${digits(parameters)} parameters on ${digits(tokens)} tokens, ${digits(tokens / parameters)} a parameter; loss ${digits(loss)}.`,
  },

  "dpo-beta": {
    title: "DPO's loss against the margin",
    slider: { label: "β", min: 0.05, max: 1, step: 0.05, value: 0.1 },
    compute(beta) {
      const margins = range(41, -20, 20);
      // log(1 + e^(-x)) without overflow.
      const loss = (x) => Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      const slope = (x) => -beta / (1 + Math.exp(x));
      return { margins, losses: margins.map((m) => loss(beta * m)), slopeAtZero: slope(0), slopeAtTen: slope(10 * beta) };
    },
    draw: ({ margins, losses }) => curve(margins.map((m, i) => [m, losses[i]]), { x: "margin over the reference, nats", y: "loss" }),
    tell: ({ slopeAtZero, slopeAtTen }) =>
      `A pair with no margin pulls with ${digits(-slopeAtZero)}; one that is 10 nats ahead still with ${digits(-slopeAtTen)}.`,
  },
};

// ---- drawing ----

function svg(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
const label = (x, y, text, more = {}) => svg("text", { x, y, "font-size": 13, class: "lab-quiet", ...more }, text);
const sheet = (height, children) => svg("svg", { viewBox: `0 0 640 ${height}`, class: "lab-figure", role: "img" }, ...children);

// Upright bars of shares, 0 to 1, one group a name.
function bars(names, series) {
  const [left, top, height, width] = [56, 34, 190, 576];
  const group = width / names.length;
  const bar = (group - 16) / series.length;
  const drawn = [0, 0.5, 1].flatMap((share) => {
    const y = top + height * (1 - share);
    return [svg("line", { x1: left, x2: left + width, y1: y, y2: y, class: "lab-grid" }), label(left - 8, y + 4, `${100 * share} %`, { "text-anchor": "end" })];
  });
  series.forEach(({ name, values }, s) => {
    if (series.length > 1) {
      drawn.push(svg("rect", { x: left + 130 * s, y: 6, width: 12, height: 12, class: `lab-s${s}` }), label(left + 130 * s + 18, 17, name));
    }
    values.forEach((value, i) => {
      const size = Math.max(1, height * value);
      const rect = svg("rect", { x: left + i * group + 8 + s * bar, y: top + height - size, width: bar - 2, height: size, class: `lab-s${s}` });
      rect.append(svg("title", {}, `${names[i]}, ${name}: ${digits(100 * value)} %`));
      drawn.push(rect);
    });
  });
  names.forEach((name, i) => drawn.push(label(left + i * group + group / 2, top + height + 20, name, { "text-anchor": "middle" })));
  return sheet(top + height + 30, drawn);
}

// A curve through points, with the smallest and the largest number at each axis.
function curve(points, { x, y, mark, isSteps, show = digits }) {
  const [left, top, width, height] = [64, 34, 556, 190];
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const place = ([px, py]) => [left + ((px - x0) / (x1 - x0)) * width, top + (1 - (py - y0) / (y1 - y0)) * height];
  const at = points.map(place);
  const drawn = [
    svg("line", { x1: left, x2: left + width, y1: top + height, y2: top + height, class: "lab-rule" }),
    label(left, top + height + 18, show(x0)), label(left + width, top + height + 18, show(x1), { "text-anchor": "end" }),
    label(left + width / 2, top + height + 18, x, { "text-anchor": "middle" }),
    label(left - 8, top + height, digits(y0), { "text-anchor": "end" }), label(left - 8, top + 10, digits(y1), { "text-anchor": "end" }),
    label(8, 16, y),
  ];
  if (isSteps) {
    at.forEach(([px, py], i) => {
      const dot = svg("circle", { cx: px, cy: py, r: 5, class: "lab-s0" });
      dot.append(svg("title", {}, `${digits(points[i][0])} comes back as ${digits(points[i][1])}`));
      drawn.push(dot);
    });
    const corner = (value) => place([value, Math.max(y0, Math.min(y1, value))]);
    drawn.push(svg("polyline", { points: [corner(x0), corner(x1)].join(" "), class: "lab-grid", fill: "none", "stroke-width": 1.5 }));
  } else {
    drawn.push(svg("polyline", { points: at.map((p) => p.map((c) => c.toFixed(1)).join(",")).join(" "), class: "lab-s0", style: "fill:none", "stroke-width": 2 }));
  }
  if (mark) {
    const [mx, my] = place(mark);
    drawn.push(svg("circle", { cx: mx, cy: my, r: 6, class: "lab-s1" }), label(mx, my - 12, "best", { "text-anchor": "middle" }));
  }
  return sheet(top + height + 28, drawn);
}

// ---- putting one on the page ----

function mount(figure) {
  const { title, slider, compute, draw, tell } = play[figure.dataset.play];
  const steps = slider.values;
  const input = element("input", steps
    ? { type: "range", min: 0, max: steps.length - 1, step: 1, value: steps.indexOf(slider.value) }
    : { type: "range", min: slider.min, max: slider.max, step: slider.step, value: slider.value });
  input.id = `play-${figure.dataset.play}`;
  const [shown, picture, words] = [element("output", { for: input.id }), element("div"), element("p", { role: "status" })];
  const update = () => {
    const value = steps ? steps[input.value] : Number(input.value);
    const result = compute(value);
    shown.textContent = slider.show ? slider.show(value) : value;
    input.setAttribute("aria-valuetext", shown.textContent);
    words.textContent = tell(result);
    const drawing = draw(result);
    drawing.setAttribute("aria-label", `${title}. ${words.textContent}`);
    picture.replaceChildren(drawing);
  };
  input.addEventListener("input", update);
  figure.replaceChildren(
    element("figcaption", {}, title), element("div", { class: "control" }, element("label", { for: input.id }, slider.label), input, shown), picture, words);
  update();
}

document.querySelectorAll(".play").forEach((figure) => play[figure.dataset.play] && mount(figure));
