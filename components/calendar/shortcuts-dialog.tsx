'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { hasAppleKeyboard } from '@/components/ui/apple-keyboard'
import { Dialog } from '@/components/ui/dialog'
import styles from './shortcuts-dialog.module.css'

/** Lists the keyboard shortcuts of the calendar. */
export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const t = useTranslations('shortcuts')
  const [ctrl, arrows, enter, tab, alt, shift] = [
    hasAppleKeyboard() ? '⌘' : t('keys.ctrl'),
    t('keys.arrows'),
    t('keys.enter'),
    t('keys.tab'),
    t('keys.alt'),
    t('keys.shift'),
  ]
  const parts: [title: string, keys: [action: string, keys: string[]][]][] = [
    [
      t('go'),
      [
        [t('menu'), [`${ctrl} + K`]],
        [t('today'), ['T']],
        [t('jump'), ['G']],
        [t('page'), ['J', 'K']],
        [t('views'), ['Y', 'M', 'W', 'D', 'A', 'P']],
        [t('days'), [arrows]],
        [t('help'), ['?']],
      ],
    ],
    [
      t('write'),
      [
        [t('create'), ['N', 'C']],
        [t('createHere'), [enter]],
        [t('createOver'), [`${shift} + ${arrows}`, enter]],
        [t('open'), [tab, enter]],
        [t('move'), [`${alt} + ${arrows}`]],
        [t('length'), [`${alt} + ${shift} + ${arrows}`]],
        [t('select'), [`${ctrl} + ${enter}`]],
        [t('clipboard'), [`${ctrl} + C`, 'X', 'V']],
        [t('delete'), [t('keys.delete')]],
        [t('undo'), [`${ctrl} + Z`, `${ctrl} + ${shift} + Z`]],
      ],
    ],
  ]
  return (
    <Dialog label={t('title')} onClose={onClose}>
      <header className="dialog-head">
        <h2>{t('title')}</h2>
        <button type="button" className="button quiet icon" onClick={onClose} aria-label={t('close')}>
          <X size={18} aria-hidden />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls in low windows, also by keyboard */}
      <section className={styles.parts} tabIndex={0} aria-label={t('title')}>
        {parts.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([action, names]) => (
                <div key={action}>
                  <dt>{action}</dt>
                  <dd>
                    {names.map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  )
}
