import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Suspense, useEffect, useRef, useState } from 'react'
import { LoadBoundary, later } from '@/components/shell/later'
import { DAY, type WallMs } from '@/lib/calendar/day'
import { type SpanDraft, spanOfDraft } from '@/lib/calendar/draft'
import { formatWhen } from '@/lib/event-text/when-text'
import type { Viewer } from '@/lib/schemas/users'
import styles from './quick-editor.module.css'

const WhenFields = later(
  () => import('./when-fields').then((all) => all.WhenFields),
  ['eventEditor', 'zones'],
)

/**
 * The time of a new event as a button that shows its fields. A time understood in the title is marked, with a button
 * that keeps its words as part of the title.
 */
export function QuickTime({
  span,
  understood,
  viewer,
  wall,
  error,
  onChange,
  onRefuse,
}: {
  span: SpanDraft
  /** The words of the title that are the time; undefined if there are none. */
  understood: string | undefined
  viewer: Viewer
  wall: WallMs
  error: string | undefined
  onChange(span: SpanDraft): void
  onRefuse(): void
}) {
  const t = useTranslations('quick')
  const events = useTranslations('event')
  const [isEditing, setIsEditing] = useState(false)
  const when = formatWhen(spanOfDraft(span), viewer, Math.floor(wall / DAY), events)
  return (
    <div className={styles.time}>
      {(!isEditing || understood !== undefined) && (
        <span className={understood === undefined ? styles.when : `${styles.when} ${styles.understood}`}>
          <button
            type="button"
            className={styles.control}
            aria-label={t('changeTime', { when })}
            aria-expanded={isEditing}
            onPointerEnter={() => void WhenFields.preload().catch(() => {})}
            onClick={() => setIsEditing(true)}
          >
            {when}
          </button>
          {understood !== undefined && (
            <button
              type="button"
              className={styles.refuse}
              aria-label={t('keepText', { words: understood })}
              aria-keyshortcuts="Escape"
              title={`${t('keepText', { words: understood })} (Esc)`}
              onClick={onRefuse}
            >
              <X size={14} aria-hidden />
            </button>
          )}
        </span>
      )}
      <p role="status" className="visually-hidden">
        {understood !== undefined && t('understood', { when })}
      </p>
      {isEditing && (
        <LoadBoundary onFail={() => setIsEditing(false)}>
          <Suspense>
            <FocusedWhenFields>
              <WhenFields
                span={span}
                isPoint={false}
                viewer={viewer}
                {...(error && { error })}
                onChange={onChange}
              />
            </FocusedWhenFields>
          </Suspense>
        </LoadBoundary>
      )}
      {error && !isEditing && <p className="error">{error}</p>}
    </div>
  )
}

/** Focuses the first field once it is loaded. */
function FocusedWhenFields({ children }: { children: React.ReactNode }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => element.current?.querySelector<HTMLElement>('[role="spinbutton"]')?.focus(), [])
  return (
    <div ref={element} className={styles.whenFields}>
      {children}
    </div>
  )
}
