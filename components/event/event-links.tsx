'use client'

import { Link2, MapPin, Paperclip, Video } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type EventLink, linkParts, mapLink } from '@/lib/calendar/links'
import styles from './event.module.css'
import { ExternalLink, LinkedText } from './linked-text'

const ICONS = { url: Link2, conference: Video, attachment: Paperclip }

/** The link of an event, and those that came with it from a file: conferences, attachments. */
export function EventLinks({ url, links }: { url: string; links: readonly EventLink[] }) {
  const t = useTranslations('event')
  const own: EventLink[] = url ? [{ kind: 'url', href: url, label: null }] : []
  return [...own, ...links.filter(({ href }) => href !== url)].map(({ kind, href, label }) => {
    const Icon = ICONS[kind]
    return (
      <p className={styles.eventLine} key={href}>
        <Icon size={16} role="img" aria-label={t(`links.${kind}`)} />
        <ExternalLink href={href}>
          {label ?? href.replace(/^https?:\/\/|^tel:|^mailto:|\/$/g, '')}
        </ExternalLink>
      </p>
    )
  })
}

/** Where an event takes place: a link to a map, or the addresses in it as links. */
export function EventLocation({ location }: { location: string }) {
  const t = useTranslations('event')
  const isPlace = linkParts(location).every(({ href }) => !href)
  return (
    <p className={styles.eventLine}>
      <MapPin size={16} role="img" aria-label={t('location')} />
      <bdi>
        {isPlace ? (
          <a
            href={mapLink(location, navigator.userAgent)}
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
  )
}
