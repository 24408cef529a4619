/** Scope that maps names to translators. */
export class Scope {
  constructor(types, outer) {
    this.types = types
    this.outer = outer
    /** Namespaces by name. The value for an object is a Map of the namespaces of its members. */
    this.namespaces = new Map()
    /** Namespaces by name of a class's field. */
    this.fields = outer?.fields ?? new Map()
    /** Values by name, for keys that are kept in a constant or chosen by a function. */
    this.values = new Map()
  }

  /** Returns the scope of the whole file. */
  get whole() {
    return this.outer?.whole ?? this
  }

  namespacesOf(name) {
    return this.namespaces.get(name) ?? this.outer?.namespacesOf(name)
  }

  valueOf(name) {
    return this.values.get(name) ?? this.outer?.valueOf(name)
  }
}
