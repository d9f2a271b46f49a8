// What verdicts, port states and links are called, drawn and coloured as: never by colour alone.

const verdicts = {
  PASS: { tone: 'good', icon: 'check' },
  WARN: { tone: 'warn', icon: 'warn' },
  FAIL: { tone: 'bad', icon: 'cross' },
  CRITICAL: { tone: 'critical', icon: 'octagon' },
  TIMEOUT: { tone: 'bad', icon: 'clock' },
  ERROR: { tone: 'rig', icon: 'bolt' },
  ABORTED: { tone: 'idle', icon: 'stop' },
  INTERRUPTED: { tone: 'idle', icon: 'broken' },
};
/** Of an attempt, where it has a name that no verdict has. */
const outcomes = { NO_MATCH: 'FAIL', PHASE_TIMEOUT: 'TIMEOUT', STOPPED: 'ABORTED' };
export const verdictLook = (name) => verdicts[name] ?? verdicts[outcomes[name]] ?? { tone: 'idle', icon: 'dot' };

const order = ['PASS', 'WARN', 'FAIL', 'TIMEOUT', 'ABORTED', 'ERROR', 'CRITICAL', 'INTERRUPTED'];
export const verdictNames = order;
export const worse = (one, other) => (order.indexOf(other) > order.indexOf(one) ? other : one);

export const portStates = {
  inUse: { label: 'In use', tone: 'busy', icon: 'pulse' },
  reserved: { label: 'Reserved', tone: 'busy', icon: 'lock' },
  available: { label: 'Available', tone: 'good', icon: 'plug' },
  error: { label: 'Error', tone: 'bad', icon: 'warn' },
  offline: { label: 'Offline', tone: 'idle', icon: 'unplug' },
  quarantined: { label: 'Quarantined', tone: 'warn', icon: 'shield' },
};
export const portLook = (status) => portStates[status] ?? { label: status, tone: 'idle', icon: 'dot' };

const services = {
  RUNNING: { label: 'Running', tone: 'good', icon: 'check' },
  DEGRADED: { label: 'Degraded', tone: 'warn', icon: 'warn' },
  STOPPING: { label: 'Stopping', tone: 'warn', icon: 'stop' },
  ERROR: { label: 'Error', tone: 'bad', icon: 'cross' },
};
export const serviceLook = (status) => services[status] ?? { label: status, tone: 'idle', icon: 'dot' };

export const alertLook = ({ severity }) =>
  severity === 'critical' ? { label: 'Critical', tone: 'critical', icon: 'octagon' } : { label: 'Warning', tone: 'warn', icon: 'warn' };

export const links = {
  connecting: { label: 'Connecting', tone: 'idle', icon: 'clock' },
  live: { label: 'Live', tone: 'good', icon: 'pulse' },
  polling: { label: 'Polling', tone: 'busy', icon: 'clock' },
  reconnecting: { label: 'Reconnecting', tone: 'warn', icon: 'unplug' },
  stale: { label: 'Stale', tone: 'warn', icon: 'warn' },
};

const cut = { label: 'No answer', tone: 'warn', icon: 'unplug' };
/** How the service is, as far as is known now. */
export const serviceNow = ({ status, link }) =>
  link.state === 'reconnecting' || link.state === 'stale' ? cut : serviceLook(status.status);

/** `/dev/ttyUSB3` as people say it. */
export const tty = (portName) => portName.replace(/^\/dev\//, '');
/** The unit as its plan names it, and the board where there are many: `sensor@FT7X` is `sensor` on `FT7X`. */
export const unitName = (uutId) => uutId.split('@', 1)[0];
export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
