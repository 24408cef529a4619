import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import styles from './gatherings.module.css'

const MAX_AVATARS = 5

/** Number of people who have the page open, with the pictures of participants whom the viewer knows by account. */
export function PresentPeople({
  ids,
  participants,
}: {
  /** Ids in the presence channel, with the viewer's own. */
  ids: readonly string[]
  participants: GatheringPageData['participants']
}) {
  const t = useTranslations('gathering')
  if (ids.length < 2) return null
  const known = participants.filter(({ userId }) => userId && ids.includes(userId))
  return (
    <p className={styles.present}>
      {known.slice(0, MAX_AVATARS).map(({ id, userId, name, image, color }) => (
        <Avatar key={id} id={userId ?? id} name={name ?? ''} image={image} color={color} />
      ))}
      <span className="muted">{t('present', { count: ids.length })}</span>
    </p>
  )
}
