import { Fragment } from 'react'
import { linkParts } from '@/lib/calendar/links'

/** A text with its web and e-mail addresses as links. */
export function LinkedText({ text }: { text: string }) {
  return linkParts(text).map(({ text: part, href }, index) => (
    <Fragment key={index}>{href ? <ExternalLink href={href}>{part}</ExternalLink> : part}</Fragment>
  ))
}

/** A link to another site: opens a new tab and sends no referrer. */
export function ExternalLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" dir="auto">
      {children}
    </a>
  )
}
