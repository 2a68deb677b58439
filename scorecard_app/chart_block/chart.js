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

async function saveImage(Plotly, data, format) {
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

function fillSaves(saves, Plotly, data) {
  const label = document.createElement("span");
  label.textContent = "Download";
  saves.append(
    label,
    button("PNG", `Download ${data.name} as PNG`, () => saveImage(Plotly, data, "png")),
    button("SVG", `Download ${data.name} as SVG`, () => saveImage(Plotly, data, "svg")),
    button("CSV", `Download the rows of ${data.name} as CSV`, () =>
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
  let near = null;
  let resized = null;

  loadPlotly(data.plotly).then((Plotly) => {
    if (gone) return;
    fillSaves(saves, Plotly, data);
    const draw = () => {
      const size = figure.clientWidth < NARROW_BELOW ? "narrow" : "wide";
      if (size === shown || figure.clientWidth === 0) return;
      shown = size;
      const { data: traces, layout } = JSON.parse(data[size]);
      picture.style.height = `${layout.height}px`;
      Plotly.react(picture, traces, { ...layout, autosize: true }, CONFIG).then(() => {
        figure.dataset.drawn = size;
      });
    };
    // A page may hold a dozen charts: each is drawn when it comes near, and again when it is turned.
    picture.style.height = `${JSON.parse(data.wide).layout.height}px`;
    near = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      draw();
      resized = new ResizeObserver(draw);
      resized.observe(figure);
    }, { rootMargin: "600px" });
    near.observe(figure);
  }).catch(() => {
    picture.textContent = data.alt;
  });

  return () => {
    gone = true;
    near?.disconnect();
    resized?.disconnect();
    window.Plotly?.purge(picture);
    figure.remove();
  };
}
