import { unwrap } from './keys.mjs'
import { namespaceOfType, TRANSLATOR_FACTORIES } from './types.mjs'

/** Binds a function's parameter whose type is a translator. */
export function bindParameter(pattern, scope) {
  bindPattern(pattern, namespaceOfType(pattern.typeAnnotation?.typeAnnotation, scope.types), scope)
}

/** Binds `t`, or `{ t, event: words }` of an object with translators. */
function bindPattern(pattern, words, scope) {
  if (words === undefined) return
  if (pattern.type === 'Identifier') scope.words.set(pattern.value, words)
  if (pattern.type !== 'ObjectPattern' || typeof words === 'string') return
  for (const { type, key, value } of pattern.properties)
    if (type !== 'RestElement')
      bindPattern(type === 'KeyValuePatternProperty' ? value : key, words.get(key.value), scope)
}

/** Binds a variable to a translator, or to its value, which may be a key. */
export function bindVariable({ id, init }, scope) {
  if (!init) return
  const value = unwrap(init)
  if (id.type === 'ArrayPattern') {
    // const [t, app] = await Promise.all([getTranslations('groups'), getTranslations('app')])
    const list = value.type === 'CallExpression' && unwrap(value.arguments[0]?.expression)
    if (list?.type !== 'ArrayExpression') return
    id.elements.forEach((element, index) => {
      const initializer = list.elements[index]?.expression
      if (element && initializer) bindPattern(element, wordsIn(unwrap(initializer), scope), scope)
    })
    return
  }
  const words = namespaceOfType(id.typeAnnotation?.typeAnnotation, scope.types) ?? wordsIn(value, scope)
  if (words !== undefined) bindPattern(id, words, scope)
  else if (id.type === 'Identifier') scope.values.set(id.value, value)
}

/** Returns the namespace of a translator expression; for an object those of its members. */
export function wordsIn(node, scope) {
  switch (node.type) {
    case 'CallExpression':
      return namespaceOfCall(node)
    case 'Identifier':
      return scope.wordsOf(node.value)
    case 'ThisExpression':
      return scope.fields
    case 'MemberExpression': {
      const words = wordsIn(unwrap(node.object), scope)
      return typeof words === 'object' ? words.get(node.property.value) : undefined
    }
    default:
      return undefined
  }
}

/** Returns the namespaces of a class's fields, by field. */
export function fieldsOf({ body }, types) {
  const fields = new Map()
  for (const member of body) {
    const params = member.type === 'Constructor' ? member.params.map(({ param }) => param) : []
    for (const declared of member.type === 'ClassProperty' ? [member] : params) {
      const words = namespaceOfType(declared?.typeAnnotation?.typeAnnotation, types)
      if (words !== undefined) fields.set(declared.value ?? declared.key?.value, words)
    }
  }
  return fields
}

/** Returns the namespace of a call that creates a translator; undefined for other calls. */
function namespaceOfCall(node) {
  if (node.type !== 'CallExpression' || !TRANSLATOR_FACTORIES.includes(node.callee.value)) return undefined
  const first = unwrap(node.arguments[0]?.expression)
  if (first?.type === 'StringLiteral') return first.value
  const option = first?.properties?.find(({ key }) => key?.value === 'namespace')
  return option ? unwrap(option.value).value : ''
}
