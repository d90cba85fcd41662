"""What is wrong with the layout of a page, as a script finds it in any browser."""

# controls that cannot be clicked where they are drawn, a slider that is too short, and a page that scrolls sideways
FAULTS = """(selector) => {
  const faults = [];
  const slider = document.getElementById("date-slider").offsetWidth;
  if (slider < 200) faults.push(`the slider is ${slider} px long`);
  if (document.documentElement.scrollWidth > innerWidth) faults.push("the page scrolls sideways");
  const name = (element) => element.id || element.getAttribute("aria-label") || element.textContent.trim().slice(0, 30);
  for (const control of document.querySelectorAll(selector)) {
    if (!control.checkVisibility({ checkVisibilityCSS: true })) continue;
    control.scrollIntoView({ block: "center" });
    const { left, top, width, height } = control.getBoundingClientRect();
    const met = document.elementFromPoint(left + width / 2, top + height / 2);
    if (!met || !control.contains(met)) faults.push(`${name(control)} lies under ${met ? name(met) : "nothing"}`);
  }
  scrollTo(0, 0);
  return faults;
}"""
CONTROLS = (
    "#tools input, #tools button, #tools summary, #found li, #steps button, #day summary, #language, #key summary,"
    " #kicker b, .leaflet-control a, .leaflet-popup-close-button, #date-slider, #ground-day"
)
