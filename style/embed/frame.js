// In the frame: tells the page round it how high the card is, and the form which page that is.
//
// The loader writes that page's address after the `#`, which is sent to no server. What is told goes to that page's origin alone;
// the server believes the address only where the community names its site.
(() => {
  let from;
  try {
    from = new URL(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return; // Not in a loader's frame.
  }
  for (const field of document.getElementsByName('from')) field.value = from.href;
  const card = document.querySelector('.embed');
  if (parent === window || !card || !/^https?:$/.test(from.protocol)) return;
  const tell = () => parent.postMessage({ viche: Math.ceil(card.getBoundingClientRect().height) }, from.origin);
  // At once, too: a frame that is hidden or far below is not drawn, and until it is, an observer sees nothing.
  tell();
  new ResizeObserver(tell).observe(card);
})();
