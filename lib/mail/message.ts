import { directionOf } from '@/lib/schemas/languages'

/** Content of a mail before layout. Plain text, because it contains names of users and groups. */
export interface MailMessage {
  language: string
  subject: string
  lead: string
  details?: MailDetail[]
  sections?: MailSection[]
  /** A longer text of a user, with line breaks. */
  body?: string
  /** Links of equal importance, side by side before the main link. */
  choices?: MailLink[]
  link?: MailLink
  /** Text for clients without buttons. */
  hint: string
  end: string
  /** A link at the end, such as to unsubscribe. */
  footer?: MailLink
  signature: string
}

/** A titled section of a mail, such as a day of an agenda. */
export interface MailSection {
  heading: string
  details: MailDetail[]
  link?: MailLink
}

export interface MailLink {
  address: string
  text: string
}

/** A labeled value. `before`: a phrase with the former value. */
export interface MailDetail {
  label: string
  value: string
  before?: string
}

/** Formats a mail as plain text. */
export function toText(message: MailMessage): string {
  const { lead, details = [], sections = [], body, choices = [], link, end, footer, signature } = message
  const rowsText = (details: MailDetail[]) =>
    details.map(({ label, value, before }) => `${label}: ${value}${before ? ` (${before})` : ''}`).join('\n')
  const linkText = ({ address, text }: MailLink) => `${text}:\n${address}`
  const parts = sections.map(({ heading, details, link }) =>
    [heading, rowsText(details), link && linkText(link)].filter(Boolean).join('\n'),
  )
  return [
    ...[lead, rowsText(details), ...parts, body, choices.map(linkText).join('\n'), link && linkText(link)],
    ...[end, footer && linkText(footer), `-- \n${signature}`],
  ]
    .filter(Boolean)
    .join('\n\n')
}

/**
 * Formats a mail as semantic HTML with inline styles (many mail clients drop style sheets), without images or anything
 * to load. Clients may drop the elements around the body, so it repeats the language and direction.
 */
export function toHtml(message: MailMessage): string {
  const {
    language,
    subject,
    lead,
    details = [],
    sections = [],
    body,
    choices = [],
    link,
    hint,
    end,
    footer,
    signature,
  } = message
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
${details.length ? detailTable(details) : ''}${sections.map(sectionHtml).join('')}${body ? paragraphs(body) : ''}${choices.length ? choiceButtons(choices) : ''}${link ? button(link, hint) : ''}<p style="margin:0 0 24px;font-size:14px">${escapeHtml(end)}</p>
${footer ? `<p style="margin:0 0 24px;font-size:13px"><a href="${escapeHtml(footer.address)}">${escapeHtml(footer.text)}</a></p>\n` : ''}<p style="margin:0;padding-top:16px;border-top:1px solid #8b898366;font-size:13px">${escapeHtml(signature)}</p>
</div>
</body>
</html>
`
}

function sectionHtml({ heading, details, link }: MailSection): string {
  const title = escapeHtml(heading)
  const linked = link ? `<a href="${escapeHtml(link.address)}" style="color:#3a4fd0">${title}</a>` : title
  return `<h2 style="font-size:16px;line-height:1.4;margin:0 0 8px">${linked}</h2>
${details.length ? detailTable(details) : ''}`
}

function detailTable(details: readonly MailDetail[]): string {
  const rows = details.map(({ label, value, before }) => {
    const former = before
      ? `<br><span dir="auto" style="font-size:14px;opacity:.75">${escapeHtml(before)}</span>`
      : ''
    return `<tr><th scope="row" style="padding:0 0 8px;padding-inline-end:16px;text-align:start;vertical-align:top;font-weight:600">${escapeHtml(label)}</th><td style="padding:0 0 8px"><span dir="auto">${escapeHtml(value)}</span>${former}</td></tr>`
  })
  return `<table style="border-collapse:collapse;margin:0 0 16px">${rows.join('')}</table>\n`
}

function paragraphs(body: string): string {
  return `<p dir="auto" style="margin:0 0 24px;white-space:pre-line;overflow-wrap:anywhere">${escapeHtml(body)}</p>\n`
}

function choiceButtons(choices: readonly MailLink[]): string {
  const links = choices.map(
    ({ address, text }) =>
      `<a href="${escapeHtml(address)}" style="display:inline-block;margin:0 0 8px;margin-inline-end:8px;padding:10px 20px;border:1px solid #3a4fd0;border-radius:8px;color:#3a4fd0;font-weight:600;text-decoration:none">${escapeHtml(text)}</a>`,
  )
  return `<p style="margin:0 0 16px">${links.join('')}</p>\n`
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
