import { AlignLeft, Link2, MapPin, Paperclip, Video } from 'lucide-react'
import { LinkedText } from '@/components/event/linked-text'
import { type EventLink, linkParts, mapLink } from '@/lib/calendar/links'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'

const ICONS = { url: Link2, conference: Video, attachment: Paperclip }

/** Location, links and description of an event. */
export function GuestEvent({
  page,
  userAgent,
  t,
}: Pick<GuestProps, 'page' | 't'> & {
  /** User agent of the guest's browser. It determines which map app opens. */
  userAgent: string
}) {
  const { location, url, description } = page
  const own: EventLink[] = url ? [{ kind: 'url', href: url, label: null }] : []
  const isPlace = linkParts(location).every(({ href }) => !href)
  return (
    <div className={styles.facts}>
      {location && (
        <p className={styles.fact}>
          <MapPin size={18} role="img" aria-label={t('location')} />
          <bdi>
            {isPlace ? (
              <a
                href={mapLink(location, userAgent)}
                target="_blank"
                rel="noopener noreferrer"
                title={t('openMap')}
              >
                {location}
              </a>
            ) : (
              <LinkedText text={location} />
            )}
          </bdi>
        </p>
      )}
      {[...own, ...page.links.filter(({ href }) => href !== url)].map(({ kind, href, label }) => {
        const Icon = ICONS[kind]
        return (
          <p className={styles.fact} key={href}>
            <Icon size={18} role="img" aria-label={t(`links.${kind}`)} />
            <a href={href} target="_blank" rel="noopener noreferrer" dir="auto">
              {label ?? href.replace(/^https?:\/\/|^tel:|^mailto:|\/$/g, '')}
            </a>
          </p>
        )
      })}
      {description && (
        <div className={styles.fact}>
          <AlignLeft size={18} role="img" aria-label={t('description')} />
          <p className={styles.description} dir="auto">
            <LinkedText text={description} />
          </p>
        </div>
      )}
    </div>
  )
}
