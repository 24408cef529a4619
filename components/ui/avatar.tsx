import { colorFor } from '@/lib/calendar/palette'

/**
 * The picture of a person or, in another shape, of a group; without one, the initials on `color` or on a color derived
 * from the id. Decorative: the name is shown beside it or in a label.
 */
export function Avatar({
  id,
  name,
  image,
  color,
  isGroup = false,
  size,
}: {
  id: string
  name: string
  image?: string | null
  color?: string | null | undefined
  isGroup?: boolean
  size?: 'large' | 'huge'
}) {
  const className = ['avatar', `c-${color ?? colorFor(id)}`, isGroup && 'of-group', size]
    .filter(Boolean)
    .join(' ')
  if (image) {
    // biome-ignore lint/performance/noImgElement: small, and the optimizer would lack the session
    return <img className={className} src={image} alt="" width={256} height={256} loading="lazy" />
  }
  return (
    <span className={className} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

/** Splits by grapheme: 👩‍👧 is several code points. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const letters = words.length > 1 ? [words[0]!, words[words.length - 1]!] : words
  return letters
    .map((word) => graphemes.segment(word)[Symbol.iterator]().next().value!.segment)
    .join('')
    .toLocaleUpperCase()
}
