import type { ReactNode } from 'react'

/** Renders the tag `link` of a message as a link to a page of a provider. */
export function linkTag(href: string) {
  return (text: ReactNode) => (
    <a href={href} target="_blank" rel="noreferrer">
      {text}
    </a>
  )
}

/** Renders the tag `code` of a message. */
export function codeTag(text: ReactNode) {
  return <code dir="ltr">{text}</code>
}
