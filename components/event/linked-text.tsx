import { Fragment } from 'react'
import { linkParts } from '@/lib/calendar/links'

/** A text with the web and e-mail addresses in it as links. */
export function LinkedText({ text }: { text: string }) {
  return linkParts(text).map(({ text: part, href }, index) => (
    <Fragment key={index}>{href ? <ExternalLink href={href}>{part}</ExternalLink> : part}</Fragment>
  ))
}

/** A link that leaves Kinday: in a tab of its own, without telling the other site where from. */
export function ExternalLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" dir="auto">
      {children}
    </a>
  )
}
