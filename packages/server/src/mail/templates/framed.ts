import type { MailLanguage } from '../mail-language.ts'

/** What the HTML part of a mail shows. The texts are HTML already, with places for values. */
interface Framed {
  language: MailLanguage
  title: string
  paragraphs: readonly string[]
  /** Leads to the place `link`. */
  button?: Button
  /** In small letters at the end. */
  closing: string
}

interface Button {
  words: string
  /** Under the button. */
  under?: string
  /** Above the written-out address, for those whose mail program shows no button. */
  fails: string
}

const FONT = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const TEXT = `${FONT};font-size:16px;line-height:24px;color:#1f2937`
const SMALL = `${FONT};font-size:14px;line-height:20px;color:#4b5563`

/**
 * The HTML part of a mail: one column. By hand, because there is this one frame: a library would bring some two hundred
 * packages to write these few lines. What it would know is here: tables and styles beside the elements, because mail
 * programs keep little else; widths and padding of the button said once more for Outlook, which lays out like Word; all
 * lengths in pixels; no picture, and nothing that is loaded from elsewhere.
 */
export function framed({ language, title, paragraphs, button, closing }: Framed): string {
  return `<!doctype html>
<html lang="${language}" dir="ltr" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="color-scheme" content="light">
<meta name="supported-color-schemes" content="light">
<title>${title}</title>
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><![endif]-->
</head>
<body style="margin:0;padding:0;background-color:#f3f4f6">
<div role="article" aria-roledescription="email" aria-label="${title}" lang="${language}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f3f4f6"><tr><td align="center" style="padding:32px 12px">
<!--[if mso]><table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<div style="max-width:560px;margin:0 auto;text-align:left">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#ffffff;border:1px solid #e5e7eb;border-radius:12px"><tr><td style="padding:32px 28px;${TEXT};overflow-wrap:anywhere;word-break:break-word">
<h1 style="margin:0 0 20px;${FONT};font-size:22px;line-height:29px;font-weight:700;color:#111827">${isolated(title)}</h1>
${paragraphs.map((paragraph) => `<p style="margin:0 0 16px;${TEXT}">${isolated(paragraph)}</p>`).join('\n')}
${button ? buttonAndAddress(button) : ''}</td></tr></table>
<p style="margin:16px 0 0;padding:0 28px;${SMALL}">${isolated(closing)}</p>
</div>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</div>
</body>
</html>
`
}

function buttonAndAddress({ words, under, fails }: Button): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0"><tr><td align="center" bgcolor="#1d4ed8" style="border-radius:8px;background-color:#1d4ed8;mso-padding-alt:12px 24px"><a href="{{link}}" style="display:inline-block;padding:12px 24px;${FONT};font-size:16px;line-height:24px;font-weight:600;color:#ffffff;text-decoration:none;border-radius:8px">${words}</a></td></tr></table>
${under ? `<p style="margin:0 0 24px;${TEXT}">${under}</p>\n` : ''}<p style="margin:0;padding-top:20px;border-top:1px solid #e5e7eb;${SMALL}">${fails}<br><a href="{{link}}" style="color:#1d4ed8;word-break:break-all">{{link}}</a></p>
`
}

/** A sentence in which the name of the organization stands out. */
export function emphasized(sentence: string): string {
  return sentence.replaceAll('{{organization}}', '<strong>{{organization}}</strong>')
}

// <bdi> keeps a name that is written from right to left from turning the sentence around it.
function isolated(html: string): string {
  return html.replaceAll(/\{\{(?:organization|name|names|inviter|file)\}\}/g, '<bdi>$&</bdi>')
}
