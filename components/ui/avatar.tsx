import { colorFor } from '@/lib/calendar/palette'

/** A person's initials on a colour of their own. Decoration: the name stands beside it or in a label. */
export function Avatar({ id, name }: { id: string; name: string }) {
  return (
    <span className={`avatar c-${colorFor(id)}`} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const letters = words.length > 1 ? [words[0]!, words[words.length - 1]!] : words
  return letters
    .map((word) => [...word][0])
    .join('')
    .toLocaleUpperCase()
}
