// Draws a chart that Python made, and saves it as PNG, SVG or CSV in the reader's own browser.

const CONFIG = { displayModeBar: false, responsive: true, staticPlot: false, scrollZoom: false };
const NARROW_BELOW = 620;

function loadPlotly(address) {
  if (!window.answerablePlotly) {
    window.answerablePlotly = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(address, document.baseURI).href;
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => reject(new Error("Plotly could not be loaded"));
      document.head.appendChild(script);
    });
  }
  return window.answerablePlotly;
}

function save(address, name) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
}

function saveText(text, type, name) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  save(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

async function saveImage(plotly, data, format) {
  const Plotly = await plotly();
  const figure = JSON.parse(data.wide);
  const size = { width: data.downloadWidth, height: figure.layout.height };
  const image = await Plotly.toImage(figure, { format, scale: format === "png" ? 2 : 1, ...size });
  if (format === "svg") {
    const text = decodeURIComponent(image.slice(image.indexOf(",") + 1));
    saveText(text, "image/svg+xml", `${data.name}.svg`);
  } else {
    save(image, `${data.name}.png`);
  }
}

// With a view box, the style sheet for paper may give a drawing another width.
function canShrink(picture) {
  for (const drawing of picture.querySelectorAll(".main-svg")) {
    const { width, height } = drawing;
    drawing.setAttribute("viewBox", `0 0 ${width.baseVal.value} ${height.baseVal.value}`);
  }
}

function button(label, described, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.setAttribute("aria-label", described);
  made.addEventListener("click", action);
  return made;
}

function build(data) {
  const figure = document.createElement("figure");
  figure.className = "chart";
  figure.dataset.chart = data.name;
  const picture = document.createElement("div");
  picture.className = "chart-picture";
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", data.alt);
  const saves = document.createElement("div");
  saves.className = "chart-saves";
  figure.append(picture, saves);
  return { figure, picture, saves };
}

function fillSaves(saves, plotly, data) {
  const label = document.createElement("span");
  label.textContent = data.words.download;
  const said = (words, format) => words.replace("{name}", data.name).replace("{format}", format);
  saves.append(
    label,
    button("PNG", said(data.words.picture, "PNG"), () => saveImage(plotly, data, "png")),
    button("SVG", said(data.words.picture, "SVG"), () => saveImage(plotly, data, "svg")),
    button("CSV", said(data.words.rows, "CSV"), () =>
      saveText(data.csv, "text/csv;charset=utf-8", `${data.name}.csv`)),
  );
}

export default function (component) {
  const { data, parentElement } = component;
  parentElement.querySelector("figure.chart")?.remove();
  const { figure, picture, saves } = build(data);
  parentElement.appendChild(figure);
  let gone = false;
  let shown = null;
  let resized = null;

  const plotly = () => loadPlotly(data.plotly);
  fillSaves(saves, plotly, data);
  const draw = (Plotly) => {
    const size = figure.clientWidth < NARROW_BELOW ? "narrow" : "wide";
    if (gone || size === shown || figure.clientWidth === 0) return;
    shown = size;
    const { data: traces, layout } = JSON.parse(data[size]);
    picture.style.height = `${layout.height}px`;
    Plotly.react(picture, traces, { ...layout, autosize: true }, CONFIG).then(() => {
      figure.dataset.drawn = size;
    });
    canShrink(picture);
  };
  const onPaper = () => {
    if (!window.Plotly) return;
    draw(window.Plotly);
    canShrink(picture);
  };
  // A page may hold a dozen charts: each is drawn when it comes near, and again when it is turned.
  // Plotly is large, and is asked for once the page has been painted without it.
  picture.style.height = `${JSON.parse(data.wide).layout.height}px`;
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    plotly().then((Plotly) => {
      if (gone) return;
      draw(Plotly);
      resized = new ResizeObserver(() => draw(Plotly));
      resized.observe(figure);
    }).catch(() => {
      picture.textContent = data.alt;
    });
  }, { rootMargin: "600px", scrollMargin: "600px" });
  near.observe(figure);
  window.addEventListener("beforeprint", onPaper);

  return () => {
    gone = true;
    near.disconnect();
    resized?.disconnect();
    window.removeEventListener("beforeprint", onPaper);
    window.Plotly?.purge(picture);
    figure.remove();
  };
}
