import { Workspace } from './workspace';

/** The scratch arrays of a process: as many sets as namespaces were ever ranked together. */
export class Workspaces {
  private readonly made: Workspace[] = [];

  /** The set of a place. Give the first places to the largest namespaces: a set grows to the largest it has served. */
  at(place: number): Workspace {
    return (this.made[place] ??= new Workspace());
  }
}
