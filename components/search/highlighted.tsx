import { splitAtMatches } from '@/lib/calendar/search/highlight'

/** A text with the matches of the words marked. */
export function Highlighted({ text, words }: { text: string; words: readonly string[] }) {
  return splitAtMatches(text, words).map((part, index) =>
    part.isMatch ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
  )
}
