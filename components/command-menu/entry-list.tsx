'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import styles from './command-menu.module.css'
import type { MenuEntry } from './entry'

/** The listbox of the command menu, with a heading before each section. The input handles the keys. */
export function EntryList({
  id,
  entries,
  active,
  onActive,
  onChoose,
}: {
  id: string
  entries: readonly MenuEntry[]
  active: number
  onActive(index: number): void
  onChoose(entry: MenuEntry): void
}) {
  const t = useTranslations('commandMenu')
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(`${id}-${active}`)}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  return (
    <div className={styles.list} id={id} role="listbox" aria-label={t('entries')} ref={list}>
      {entries.map((entry, index) => (
        <div key={entry.key} role="presentation">
          {entry.section !== entries[index - 1]?.section && (
            <h3 role="presentation">{t(`sections.${entry.section}`)}</h3>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys */}
          <div
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles.entry}
            // Keeps the focus in the input.
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => index !== active && onActive(index)}
            onClick={() => onChoose(entry)}
          >
            {entry.icon}
            <span className={styles.text} dir="auto">
              {entry.text}
            </span>
            {entry.detail && <small>{entry.detail}</small>}
          </div>
        </div>
      ))}
    </div>
  )
}
