'use client'

import { useChangeContext } from '@/components/history/change-context'
import { FromTo, hasContent } from '@/components/history/from-to'
import { changeText, occurrenceText, otherPersonText } from '@/lib/event-text/change-text'
import type { DescribedChange } from '@/lib/schemas/history'
import type { Viewer } from '@/lib/schemas/users'
import styles from './activity.module.css'

/** Lists changed fields with their old and new values. */
export function ChangedFields({
  changes,
  author,
  viewer,
  today,
}: {
  changes: readonly DescribedChange[]
  /** Name of the author. */
  author: string
  viewer: Viewer
  today: number
}) {
  const context = useChangeContext(viewer, today)
  const shown = changes.filter(hasContent)
  if (!shown.length) return null
  return (
    <dl className={styles.activityFields}>
      {shown.map((change) => {
        const { field, ...values } = changeText(change, context)
        const person = otherPersonText(change, author, context)
        const day = change.occurrence && occurrenceText(change.occurrence, context)
        return (
          <div key={`${change.field} ${change.occurrence} ${change.person}`}>
            <dt>
              {field} {day && <small>{context.t('onDay', { day })}</small>}
              {person && <small>{context.t('ofPerson', { person })}</small>}
            </dt>
            <dd>
              <FromTo {...values} />
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
