import type { EmailContent, EmailTemplate } from '../email-kind.ts'

/** What the mail with an activation link tells. */
export interface InviteWords {
  organizationName: string
  userName: string
  link: string
  expiresAt: Date
  /** Life of the link, counted from sending. */
  ttlHours: number
  /** The person who asked for the invite, where one did. */
  invitedBy: string | null
}

/** The mail that carries an activation link. */
export function inviteTemplate(facts: InviteWords): EmailContent {
  return {
    template: facts.invitedBy === null ? INVITED : INVITED_BY_SOMEBODY,
    fromName: facts.organizationName,
    words: {
      organization: facts.organizationName,
      name: facts.userName,
      until: MOMENT.format(facts.expiresAt),
      life: lifeInWords(facts.ttlHours),
      ...(facts.invitedBy === null ? {} : { inviter: facts.invitedBy }),
    },
    links: { link: facts.link },
  }
}

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' })

function lifeInWords(hours: number): string {
  if (hours === 1) return '1 hour'
  return hours >= 48 && hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`
}

const INVITED = template({
  opening: 'You have been invited to {{organization}}.',
  openingHtml: 'You have been invited to <strong><bdi>{{organization}}</bdi></strong>.',
})

const INVITED_BY_SOMEBODY = template({
  opening: '{{inviter}} has invited you to {{organization}}.',
  openingHtml: '<bdi>{{inviter}}</bdi> has invited you to <strong><bdi>{{organization}}</bdi></strong>.',
})

// One column without tables and styles beside the elements, because mail programs keep little else. <bdi> keeps a name
// written from right to left from turning the sentence around it.
function template({ opening, openingHtml }: { opening: string; openingHtml: string }): EmailTemplate {
  return {
    subject: 'You are invited to {{organization}}',
    text: `Hello {{name}},

${opening}

Accept the invite and choose your password here:

{{link}}

The link works once, for {{life}}: until {{until}} UTC.

If you did not expect this, you can ignore this mail. Nothing happens unless the link is used.
`,
    html: `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>You are invited to {{organization}}</title>
</head>
<body style="margin:0;padding:0;background-color:#f3f4f6;color:#1f2937;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">
<div role="article" aria-label="Invite to {{organization}}" style="max-width:560px;margin:0 auto;padding:32px 16px">
<div style="background-color:#ffffff;border:1px solid #e5e7eb;border-radius:12px;padding:32px;overflow-wrap:break-word">
<h1 style="margin:0 0 24px;font-size:22px;line-height:1.3;color:#111827">You are invited to <bdi>{{organization}}</bdi></h1>
<p style="margin:0 0 16px">Hello <bdi>{{name}}</bdi>,</p>
<p style="margin:0 0 24px">${openingHtml} Accept the invite and choose your password to get started.</p>
<p style="margin:0 0 24px"><a href="{{link}}" style="display:inline-block;padding:12px 24px;border-radius:8px;background-color:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none">Accept the invite</a></p>
<p style="margin:0 0 24px">The link works once, for {{life}}: until {{until}} UTC.</p>
<p style="margin:0;padding-top:24px;border-top:1px solid #e5e7eb;font-size:14px;color:#4b5563">If the button does not work, open this address in your browser:<br><a href="{{link}}" style="color:#1d4ed8;word-break:break-all">{{link}}</a></p>
</div>
<p style="margin:16px 0 0;padding:0 16px;font-size:14px;color:#4b5563">If you did not expect this, you can ignore this mail. Nothing happens unless the link is used.</p>
</div>
</body>
</html>
`,
  }
}
