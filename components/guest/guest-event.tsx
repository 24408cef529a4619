import { AlignLeft } from 'lucide-react'
import { EventLinks, EventLocation } from '@/components/event/event-links'
import { LinkedText } from '@/components/ui/linked-text'
import type { EventTranslator } from '@/lib/event-text/when-text'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'

/** Location, links and description of an event. */
export function GuestEvent({
  page,
  userAgent,
  t,
  event,
}: Pick<GuestProps, 'page' | 't'> & {
  /** User agent of the guest's browser. */
  userAgent: string
  event: EventTranslator
}) {
  const { location, url, links, description } = page
  const line = { className: styles.fact, iconSize: 18, t: event }
  return (
    <div className={styles.facts}>
      {location && <EventLocation {...line} location={location} userAgent={userAgent} />}
      <EventLinks {...line} url={url} links={links} />
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
