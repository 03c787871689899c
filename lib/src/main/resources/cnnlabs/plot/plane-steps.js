// Turns a figure of points into one with a slider, whose points show their images.
(function (plot, steps) {
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-label", steps.description);

  // How points move from one step to the next; for readers who asked for less motion, they jump.
  var less = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  var motion = {mode: "immediate", frame: {duration: 1400, redraw: true},
      transition: {duration: less ? 0 : 700, easing: "cubic-in-out"}};
  steps.layout.sliders[0].steps.forEach(function (step) { step.args.push(motion); });
  steps.layout.updatemenus = [{type: "buttons", showactive: false, pad: {t: 70},
      x: 0, xanchor: "left", y: 0, yanchor: "top", buttons: [{label: "Play", method: "animate",
      args: [null, Object.assign({fromcurrent: true}, motion)]}]}]; // null: all frames
  Plotly.relayout(plot, steps.layout);
  Plotly.addFrames(plot, steps.frames);

  // A card with a window over the sheet of all images.
  var card = document.createElement("div");
  var image = document.createElement("div");
  var text = document.createElement("div");
  card.appendChild(image);
  card.appendChild(text);
  plot.appendChild(card);
  plot.style.position = "relative";
  card.className = "cnnlabs-hover";
  card.style.cssText = "position:absolute;display:none;pointer-events:none;z-index:10;"
      + "padding:4px;border:1px solid #444;background:#fff;color:#000;font:12px sans-serif";
  image.style.cssText = "image-rendering:pixelated";
  image.style.width = steps.width + "px";
  image.style.height = steps.height + "px";
  image.style.backgroundImage = "url(" + steps.sheet + ")";
  image.style.backgroundSize =
      steps.columns * steps.width + "px " + steps.rows * steps.height + "px";
  plot.on("plotly_hover", function (hover) {
    var point = hover.points[0];
    var index = point.customdata;
    image.style.backgroundPosition = -(index % steps.columns) * steps.width + "px "
        + -Math.floor(index / steps.columns) * steps.height + "px";
    text.textContent = steps.labels[index] + ", image " + index;
    card.style.display = "block";
    var frame = plot.getBoundingClientRect();
    var x = hover.event.clientX - frame.left;
    var y = hover.event.clientY - frame.top;
    var left = x + 14 + card.offsetWidth > frame.width ? x - 14 - card.offsetWidth : x + 14;
    card.style.left = Math.round(left) + "px";
    card.style.top = Math.round(Math.max(0, y - card.offsetHeight / 2)) + "px";
  });
  plot.on("plotly_unhover", function () { card.style.display = "none"; });
})
