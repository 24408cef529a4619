'use client'

import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useId, useState } from 'react'
import { isComposing } from '@/components/ui/composing'
import { Dialog } from '@/components/ui/dialog'
import { leaveGuarded } from '@/components/ui/leave-guard'
import type { Viewer } from '@/lib/schemas/users'
import styles from './command-menu.module.css'
import type { MenuEntry } from './entry'
import { EntryList } from './entry-list'
import { useEntries } from './use-entries'

/**
 * The command menu: a field that finds events, dates and pages, and creates events. The field keeps the focus; arrow
 * keys choose an entry and Enter opens it.
 */
export function CommandMenu({ viewer, onClose }: { viewer: Viewer; onClose(): void }) {
  const t = useTranslations('commandMenu')
  const id = useId()
  const [text, setText] = useState('')
  /** Key of the active entry; null for the first one. Not an index: found events are inserted above and below it. */
  const [active, setActive] = useState<string | null>(null)
  const { entries, isSearching } = useEntries(text, viewer)
  const activeIndex = Math.max(
    entries.findIndex(({ key }) => key === active),
    Math.min(0, entries.length - 1),
  )

  const choose = (entry: MenuEntry) => {
    onClose()
    leaveGuarded(entry.run)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isComposing(event.nativeEvent)) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setActive(entries[(activeIndex + step + entries.length) % entries.length]?.key ?? null)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const entry = entries[activeIndex]
      if (!entry) return
      choose(entry)
    }
  }

  return (
    <Dialog label={t('title')} onClose={onClose} className={styles.menu}>
      <div className={styles.field}>
        <Search size={18} aria-hidden />
        <input
          data-autofocus=""
          role="combobox"
          aria-label={t('title')}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={entries.length ? `${id}-${activeIndex}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          dir="auto"
          maxLength={200}
          placeholder={t('placeholder')}
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            setActive(null)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <EntryList
        id={id}
        entries={entries}
        active={activeIndex}
        onActive={(index) => setActive(entries[index]?.key ?? null)}
        onChoose={choose}
      />
      <p className={styles.status} role="status">
        {!entries.length && (isSearching ? t('searching') : t('nothing'))}
      </p>
    </Dialog>
  )
}
