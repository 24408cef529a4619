import { type Language, languageOf } from '@/lib/schemas/languages'
import type en from './en'

/** Messages that the browser loads after the page. Each entry is one script per language. */
const SCRIPTS = {
  alarms: async (language: Language) => ({ alarms: (await import(`./${language}/alarms.json`)).default }),
  attachments: async (language: Language) => ({
    attachments: (await import(`./${language}/attachments.json`)).default,
  }),
  commandMenu: async (language: Language) => ({
    commandMenu: (await import(`./${language}/commandMenu.json`)).default,
  }),
  comments: async (language: Language) => ({
    comments: (await import(`./${language}/comments.json`)).default,
  }),
  dialog: (language: Language) => import(`./${language}/event-dialog`),
  editor: (language: Language) => import(`./${language}/event-editor`),
  colorBy: async (language: Language) => ({
    colorBy: (await import(`./${language}/colorBy.json`)).default,
  }),
  emptyCalendar: async (language: Language) => ({
    emptyCalendar: (await import(`./${language}/emptyCalendar.json`)).default,
  }),
  eventActions: async (language: Language) => ({
    eventActions: (await import(`./${language}/eventActions.json`)).default,
  }),
  errors: async (language: Language) => ({ errors: (await import(`./${language}/errors.json`)).default }),
  findTime: async (language: Language) => ({
    findTime: (await import(`./${language}/findTime.json`)).default,
  }),
  gatheringForm: async (language: Language) => ({
    gatheringForm: (await import(`./${language}/gatheringForm.json`)).default,
  }),
  notifications: async (language: Language) => ({
    notifications: (await import(`./${language}/notifications.json`)).default,
  }),
  offline: async (language: Language) => ({
    offline: (await import(`./${language}/offline.json`)).default,
  }),
  offlinePage: (language: Language) => import(`./${language}/offline-page`),
  peopleView: async (language: Language) => ({
    peopleView: (await import(`./${language}/peopleView.json`)).default,
  }),
  shortcuts: async (language: Language) => ({
    shortcuts: (await import(`./${language}/shortcuts.json`)).default,
  }),
  tasks: async (language: Language) => ({ tasks: (await import(`./${language}/tasks.json`)).default }),
  zones: async (language: Language) => ({ zones: (await import(`./${language}/zones.json`)).default }),
}

/** The script of each namespace. */
const SCRIPT_OF = {
  alarms: 'alarms',
  attachments: 'attachments',
  calendar: 'offlinePage',
  change: 'dialog',
  commandMenu: 'commandMenu',
  comments: 'comments',
  colorBy: 'colorBy',
  emptyCalendar: 'emptyCalendar',
  errors: 'errors',
  event: 'dialog',
  eventActions: 'eventActions',
  eventEditor: 'editor',
  findTime: 'findTime',
  gatheringForm: 'gatheringForm',
  history: 'dialog',
  home: 'offlinePage',
  nav: 'offlinePage',
  notifications: 'notifications',
  offline: 'offline',
  palette: 'dialog',
  people: 'editor',
  peopleView: 'peopleView',
  quick: 'editor',
  received: 'offlinePage',
  repeat: 'dialog',
  repeatEditor: 'editor',
  scope: 'dialog',
  shortcuts: 'shortcuts',
  tasks: 'tasks',
  zones: 'zones',
} as const satisfies Partial<Record<keyof typeof en, keyof typeof SCRIPTS>>

export type LoadedNamespace = keyof typeof SCRIPT_OF

/** Loads the messages of these namespaces in the language of the page. */
export async function loadMessages<Namespace extends LoadedNamespace>(
  namespaces: readonly Namespace[],
): Promise<Pick<typeof en, Namespace>> {
  const language = languageOf(document.documentElement.lang)
  const scripts = [...new Set(namespaces.map((namespace) => SCRIPT_OF[namespace]))]
  const loaded = await Promise.all(scripts.map((script) => SCRIPTS[script](language)))
  const messages: typeof en = Object.assign({}, ...loaded)
  return Object.fromEntries(namespaces.map((namespace) => [namespace, messages[namespace]])) as Pick<
    typeof en,
    Namespace
  >
}
