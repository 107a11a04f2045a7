/** What requests carry until somebody has typed a key. */
export const NO_KEY = 'Bearer rck_...'

const KEPT_AS = 'rollcall.apiKey'

/**
 * A script of the playground's page. It asks for the API key when something is first sent, and keeps it for the life of the
 * tab: Altair would write it into the browser's database, where it stays behind for whoever comes next.
 */
export const askForKey = `
(() => {
  const send = window.fetch.bind(window);
  let dialog;

  window.fetch = async (resource, options = {}) => {
    const headers = new Headers(options.headers ?? resource.headers);
    if (headers.get('authorization') !== '${NO_KEY}') return send(resource, options);
    // What the page asks for by itself, before anybody has done anything, opens no dialog.
    const mayAsk = navigator.userActivation?.isActive ?? true;
    const key = sessionStorage.getItem('${KEPT_AS}') ?? (mayAsk ? await typedKey() : null);
    if (key) headers.set('authorization', 'Bearer ' + key);
    const response = await send(resource, { ...options, headers });
    if (response.status === 401) sessionStorage.removeItem('${KEPT_AS}');
    return response;
  };

  function typedKey() {
    return new Promise((resolve) => {
      const field = dialog.querySelector('input');
      field.value = '';
      dialog.onclose = () => {
        const key = dialog.returnValue === 'use' ? field.value.trim() : '';
        dialog.returnValue = '';
        if (key) sessionStorage.setItem('${KEPT_AS}', key);
        resolve(key || null);
      };
      if (!dialog.open) dialog.showModal();
      field.focus();
    });
  }

  document.addEventListener('DOMContentLoaded', () => {
    document.body.insertAdjacentHTML('beforeend', \`
      <dialog aria-labelledby="rollcall-key" style="max-width:26rem;padding:1.5rem;border:0;border-radius:.6rem;font:16px/1.5 system-ui,sans-serif">
        <form method="dialog">
          <label id="rollcall-key" for="rollcall-key-field" style="font-weight:600">API key</label>
          <input id="rollcall-key-field" type="password" autocomplete="off" placeholder="rck_..."
            style="display:block;width:100%;box-sizing:border-box;margin:.5rem 0;padding:.5rem;font:inherit">
          <p style="margin:.5rem 0 1rem">Kept in this tab until you close it. The first start of the server printed one, and wrote it
            to <code>first-run.json</code> in its data folder.</p>
          <button value="use" style="padding:.5rem 1rem;font:inherit">Use this key</button>
          <button value="" style="padding:.5rem 1rem;font:inherit">Send without</button>
        </form>
      </dialog>
      <div style="position:fixed;right:1rem;bottom:.75rem;z-index:9;display:flex;gap:1rem;padding:.35rem .8rem;border-radius:.5rem;background:#1c2330;font:14px system-ui,sans-serif">
        <button type="button" style="padding:0;border:0;background:none;color:#fff;font:inherit;cursor:pointer">API key</button>
        <a href="/docs/" target="_blank" rel="noopener" style="color:#fff">Documentation</a>
      </div>\`);
    dialog = document.body.querySelector('dialog[aria-labelledby="rollcall-key"]');
    dialog.nextElementSibling.querySelector('button').onclick = () => void typedKey();
  });
})();
`
