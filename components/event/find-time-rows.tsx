import styles from './find-time.module.css'
import type { ComparedPerson } from './find-time-data'

/** The part of the shown hours that a time covers, as fractions. */
export interface Stretch {
  begin: number
  length: number
}

/** Names of the hours above the rows. */
export function HourScale({
  first,
  last,
  text,
}: {
  first: number
  last: number
  text(hour: number): string
}) {
  const hours = Array.from({ length: last - first }, (_, index) => first + index)
  return (
    <div className={styles.hours} aria-hidden="true">
      {hours
        .filter((hour) => hour % 3 === 0 && hour > first)
        .map((hour) => (
          <span key={hour} style={{ '--begin': (hour - first) / (last - first) } as React.CSSProperties}>
            {text(hour)}
          </span>
        ))}
    </div>
  )
}

/** The busy times of a person on the day. */
export function PersonRow({
  person: { name, color, busy },
  blocks,
  label,
  none,
}: {
  person: ComparedPerson
  blocks: Stretch[]
  label: string
  none: string
}) {
  return (
    <div className={`${styles.row} c-${color ?? 'slate'}`}>
      <span className="visually-hidden">{label}</span>
      <bdi className={styles.name} aria-hidden="true">
        {name}
      </bdi>
      <div className={styles.track} aria-hidden="true">
        {busy ? (
          blocks.map(({ begin, length }) => (
            <i
              key={`${begin} ${length}`}
              style={{ '--begin': begin, '--length': length } as React.CSSProperties}
            />
          ))
        ) : (
          <small>{none}</small>
        )}
      </div>
    </div>
  )
}
