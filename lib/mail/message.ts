import { directionOf } from '@/lib/schemas/languages'

/** Content of a mail before layout. Plain text, because it contains names of users and groups. */
export interface MailMessage {
  language: string
  subject: string
  lead: string
  link?: { address: string; text: string }
  /** Text for clients without buttons. */
  hint: string
  end: string
  signature: string
}

/** Formats a mail as plain text. */
export function toText({ lead, link, end, signature }: MailMessage): string {
  return [lead, link && `${link.text}:\n${link.address}`, end, `-- \n${signature}`]
    .filter(Boolean)
    .join('\n\n')
}

/**
 * Formats a mail as semantic HTML with inline styles (many mail clients drop style sheets), without images or anything
 * to load. Clients may drop the elements around the body, so it repeats the language and direction.
 */
export function toHtml({ language, subject, lead, link, hint, end, signature }: MailMessage): string {
  const dir = directionOf(language)
  return `<!doctype html>
<html lang="${language}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:32px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div lang="${language}" dir="${dir}" style="max-width:480px;margin:0 auto">
<h1 style="font-size:22px;line-height:1.25;margin:0 0 16px">${escapeHtml(subject)}</h1>
<p style="margin:0 0 24px">${escapeHtml(lead)}</p>
${link ? button(link, hint) : ''}<p style="margin:0 0 24px;font-size:14px">${escapeHtml(end)}</p>
<p style="margin:0;padding-top:16px;border-top:1px solid #8b898366;font-size:13px">${escapeHtml(signature)}</p>
</div>
</body>
</html>
`
}

function button({ address, text }: { address: string; text: string }, hint: string): string {
  const href = escapeHtml(address)
  return `<p style="margin:0 0 24px"><a href="${href}" style="display:inline-block;padding:12px 24px;border-radius:8px;background:#3a4fd0;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(text)}</a></p>
<p style="margin:0 0 24px;font-size:14px">${escapeHtml(hint)}<br><a href="${href}" dir="ltr" style="word-break:break-all">${href}</a></p>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
