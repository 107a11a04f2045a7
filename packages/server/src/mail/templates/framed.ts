/** What the HTML part of a mail shows. The texts are HTML already, with places for values. */
interface Framed {
  title: string
  paragraphs: readonly string[]
  /** Its words; it leads to the place `link`. */
  button?: string
  /** In small letters at the end. */
  closing: string
}

/**
 * The HTML part of a mail: one column without tables and styles beside the elements, because mail programs keep little
 * else.
 */
export function framed({ title, paragraphs, button, closing }: Framed): string {
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title}</title>
</head>
<body style="margin:0;padding:0;background-color:#f3f4f6;color:#1f2937;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">
<div role="article" aria-label="${title}" style="max-width:560px;margin:0 auto;padding:32px 16px">
<div style="background-color:#ffffff;border:1px solid #e5e7eb;border-radius:12px;padding:32px;overflow-wrap:break-word">
<h1 style="margin:0 0 24px;font-size:22px;line-height:1.3;color:#111827">${title}</h1>
${paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${paragraph}</p>`).join('\n')}
${button ? buttonAndAddress(button) : ''}</div>
<p style="margin:16px 0 0;padding:0 16px;font-size:14px;color:#4b5563">${closing}</p>
</div>
</body>
</html>
`
}

function buttonAndAddress(words: string): string {
  return `<p style="margin:8px 0 24px"><a href="{{link}}" style="display:inline-block;padding:12px 24px;border-radius:8px;background-color:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none">${words}</a></p>
<p style="margin:0;padding-top:24px;border-top:1px solid #e5e7eb;font-size:14px;color:#4b5563">If the button does not work, open this address in your browser:<br><a href="{{link}}" style="color:#1d4ed8;word-break:break-all">{{link}}</a></p>
`
}
