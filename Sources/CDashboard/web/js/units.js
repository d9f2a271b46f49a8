// Which units the bench has: from the plans, the boards that fit them, and the runs that are known. Plain values, no I/O.

import { unitName } from './words.js';

/** `{bib, boards, units}` for each BIB that has a board or a past, by name. */
export function unitGroups(state) {
  const runs = [...state.active.values(), ...state.queued.values(), ...state.last.values()];
  return state.bibs
    .map((bib) => group(state, bib, runs.filter((run) => run.bibId === bib.bibId)))
    .filter(({ units }) => units.length > 0)
    .sort((one, other) => one.bib.bibId.localeCompare(other.bib.bibId));
}

/** BIBs whose plan is good and that wait for a board. */
export const bibsWithoutBoard = (state) => {
  const present = new Set(unitGroups(state).map(({ bib }) => bib.bibId));
  return state.bibs.filter((bib) => !present.has(bib.bibId));
};

function group(state, bib, runs) {
  const ports = [...state.ports.values()].filter((port) => port.bibId === bib.bibId);
  const boards = [...new Set(ports.filter((port) => port.status !== 'offline').map((port) => port.boardId))].sort();
  // Instances are named `<uut>@<board>` where the plan is for many boards; a plan for one has bare names.
  const many = bib.boards === 'many';
  const units = new Map();
  const add = (uutId, boardId) => {
    const present = many ? boards.includes(boardId) : boards.length > 0;
    units.set(uutId, unit(state, bib.bibId, uutId, many ? boardId : boards[0] ?? boardId, present));
  };
  for (const uut of bib.uuts) for (const board of boards) add(many ? `${uut}@${board}` : uut, board);
  for (const run of runs) if (!units.has(run.uutId)) add(run.uutId, run.boardId);
  const place = ({ uutId }) => bib.uuts.indexOf(unitName(uutId));
  return { bib, boards, units: [...units.values()].sort((one, other) => place(one) - place(other) || one.uutId.localeCompare(other.uutId)) };
}

function unit(state, bibId, uutId, boardId, present) {
  const mine = (run) => run.bibId === bibId && run.uutId === uutId;
  return {
    bibId, uutId, boardId, present,
    active: [...state.active.values()].find(mine),
    queued: [...state.queued.values()].find(mine),
    last: state.last.get(`${bibId}/${uutId}`),
  };
}
