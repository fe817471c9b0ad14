// The loader of the widget, for other websites:
//
//   <script async src="https://VICHE/embed/v1.js"></script>
//   <viche-poll poll="3" style="display:block;min-height:420px"><a href="https://VICHE/polls/3">…</a></viche-poll>
//
// <viche-poll poll="N">, <viche-results poll="N"> and <viche-list>; data-theme="light" or "dark" (else the reader's own),
// data-lang="en" (else Ukrainian). The link inside stands until the card has said how high it is, and for good where it never does:
// no script, a site that the community does not allow, no network. The space comes from the element's own minimum height.
(() => {
  const source = document.currentScript?.src;
  if (!source || customElements.get('viche-poll')) return;
  const viche = new URL(source).origin;

  const define = (name, path) =>
    customElements.define(name, class extends HTMLElement {
      connectedCallback() {
        if (this.shadowRoot) return;
        const poll = this.getAttribute('poll');
        if (name !== 'viche-list' && !/^\d+$/.test(poll)) return;
        const { lang, theme } = this.dataset;
        const english = lang === 'en';
        const root = this.attachShadow({ mode: 'open' });
        const link = root.appendChild(document.createElement('slot'));
        const frame = document.createElement('iframe');
        frame.title = english ? 'A poll of the community, on Viche' : 'Опитування громади, Віче';
        frame.loading = 'lazy';
        frame.src = `${viche}${english ? '/en' : ''}/embed/polls${path(poll)}${/^(light|dark)$/.test(theme) ? `?theme=${theme}` : ''}#${encodeURIComponent(location.origin + location.pathname)}`;
        // By properties: a site's policy may forbid styles in attributes and elements.
        Object.assign(this.style, { display: 'block', position: 'relative' });
        Object.assign(frame.style, { position: 'absolute', top: 0, left: 0, width: '100%', height: '100%', border: 0, visibility: 'hidden' });
        addEventListener('message', ({ source, origin, data }) => {
          const height = data?.viche;
          if (source !== frame.contentWindow || origin !== viche || !(height > 0 && height < 9999)) return;
          link.remove();
          Object.assign(frame.style, { display: 'block', position: 'static', visibility: '', height: `${height}px` });
        });
        // Also a page that the browser refused to show has loaded: but it says nothing.
        frame.onload = () => setTimeout(() => link.isConnected && frame.remove(), 5000);
        root.append(frame);
      }
    });

  define('viche-poll', (poll) => `/${poll}`);
  define('viche-results', (poll) => `/${poll}/results`);
  define('viche-list', () => '');
})();
