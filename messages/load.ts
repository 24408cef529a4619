import type { Language } from '@/lib/schemas/languages'
import type en from './en'

/** Namespaces that the browser loads after the page, each a script of its own per language. */
const LOADERS = {
  change: (language: Language) => import(`./${language}/change.json`),
  errors: (language: Language) => import(`./${language}/errors.json`),
  event: (language: Language) => import(`./${language}/event.json`),
  eventEditor: (language: Language) => import(`./${language}/eventEditor.json`),
  history: (language: Language) => import(`./${language}/history.json`),
  palette: (language: Language) => import(`./${language}/palette.json`),
  people: (language: Language) => import(`./${language}/people.json`),
  repeat: (language: Language) => import(`./${language}/repeat.json`),
  repeatEditor: (language: Language) => import(`./${language}/repeatEditor.json`),
  scope: (language: Language) => import(`./${language}/scope.json`),
  shortcuts: (language: Language) => import(`./${language}/shortcuts.json`),
  zones: (language: Language) => import(`./${language}/zones.json`),
}

export type LoadedNamespace = keyof typeof LOADERS

/** Loads the messages of these namespaces. */
export async function loadMessages<Namespace extends LoadedNamespace>(
  language: Language,
  namespaces: readonly Namespace[],
): Promise<Pick<typeof en, Namespace>> {
  const loaded = namespaces.map(async (namespace) => [
    namespace,
    (await LOADERS[namespace](language)).default,
  ])
  return Object.fromEntries(await Promise.all(loaded))
}
