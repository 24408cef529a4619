import { LinkedText } from '@/components/ui/linked-text'
import { mentionParts } from '@/lib/calendar/mentions'
import styles from './comments.module.css'

/** The text of a comment with links, and with the names of the mentioned users. */
export function CommentText({
  text,
  names,
  unknown,
}: {
  text: string
  names: Readonly<Record<string, string>>
  /** The name of a user whose account was deleted. */
  unknown: string
}) {
  return (
    <p className={styles.text} dir="auto">
      {mentionParts(text).map((part, index) =>
        'user' in part ? (
          <bdi key={index} className={styles.mention}>
            @{names[part.user] ?? unknown}
          </bdi>
        ) : (
          <LinkedText key={index} text={part.text} />
        ),
      )}
    </p>
  )
}
