import type { InputState } from '#contract/input.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import type { Layout, ProgrammeNotice, SoundSlot } from '#domain/programme.ts';
import type { ClientAnswer, Failure } from '../../_live/http-command.ts';
import {
  moveTarget,
  requestForStep,
  STEP_COMMANDS,
  type DirectorStep,
} from '../_state/queue-steps.ts';
import { filmAtHand, filmTimeOf } from '../_state/film-clock.ts';
import type { FilmStore } from '../_state/film-store.ts';
import type { RoomStore } from '../_state/room-store.ts';
import {
  takeOfCentre,
  takeOfInset,
  takeOfLayout,
  takeOfPreview,
  takeOfSlate,
  type TakeInput,
} from '../_state/takes.ts';

/** Why a key or a button did nothing, or what it did where that can't be seen. */
export type DirectorNote =
  | {
      note:
        | 'noFilm'
        | 'noHall'
        | 'noSource'
        | 'nothingToTake'
        | 'noSecondPicture'
        | 'noRequest'
        | 'slateIsOn';
    }
  | { note: 'mutedAll'; count: number }
  | { note: 'sent'; name: string };

export interface DirectorParts {
  store: RoomStore;
  films: Pick<FilmStore, 'getView'>;
  sessionId: string;
  send: <N extends CommandName>(
    name: N,
    input: CommandInput<N>,
  ) => Promise<ClientAnswer<CommandOutput<N>>>;
  onRefused: (failure: Failure) => void;
  onNote: (note: DirectorNote) => void;
}

/**
 * What the director does, by button or by key: looks at the room's state, sends the command, says why
 * not. Nothing here changes the state: that comes back from the centre.
 */
export class Director {
  readonly #parts: DirectorParts;
  #isTaking = false;

  constructor(parts: DirectorParts) {
    this.#parts = parts;
  }

  /** Puts the hall's source into PREVIEW. */
  previewHall(siteId: string | null): void {
    const row = siteId === null ? undefined : this.#room.rows.get(siteId);
    if (!row) return this.#parts.onNote({ note: 'noHall' });
    if (row.hall.sourceId === null) return this.#parts.onNote({ note: 'noSource' });
    this.preview(row.hall.sourceId);
  }

  preview(sourceId: string | null): void {
    void this.#send('programme:preview', { sourceId });
  }

  /** TAKE; what was on air goes into PREVIEW, ready for the way back. */
  take(sound: TakeInput['sound']): void {
    const programme = this.#programme;
    if (!programme) return;
    const input = takeOfPreview(programme, sound);
    const before = programme.mainSourceId;
    const goesBack = before !== null && input?.insetSourceId !== before;
    void this.#take(input, 'nothingToTake').then((isTaken) => {
      if (isTaken && goesBack) this.preview(before);
    });
  }

  /** Plays the film on air, or the one in PREVIEW; lets it stand where it plays. */
  toggleFilm(film = this.#filmAtHand): void {
    if (!film) return this.#parts.onNote({ note: 'noFilm' });
    const isPlaying = this.#filmTime(film)?.status === 'PLAYING';
    void this.#send(isPlaying ? 'input:pause' : 'input:play', { sourceId: film.sourceId });
  }

  /** Goes forward, or back with a negative time. */
  moveFilm(byMs: number): void {
    const film = this.#filmAtHand;
    const time = film && this.#filmTime(film);
    if (!film || !time) return this.#parts.onNote({ note: 'noFilm' });
    this.seekFilm(film, time.positionMs + byMs);
  }

  seekFilm({ sourceId }: InputState, toMs: number): void {
    const atMs = Math.max(0, Math.round(toMs));
    void this.#send('input:seek', { sourceId, atMs });
  }

  /** Back to its first picture, where it stands. */
  rewindFilm(film = this.#filmAtHand): void {
    if (!film) return this.#parts.onNote({ note: 'noFilm' });
    const isPlaying = this.#filmTime(film)?.status === 'PLAYING';
    const stood = isPlaying
      ? this.#send('input:pause', { sourceId: film.sourceId })
      : Promise.resolve(true);
    void stood.then((isDone) => isDone && this.seekFilm(film, 0));
  }

  /** The shape of the picture on air, at once. */
  layout(layout: Layout): void {
    const programme = this.#programme;
    if (programme && programme.layout !== layout) {
      void this.#take(takeOfLayout(programme, layout), 'noSecondPicture');
    }
  }

  inset(): void {
    if (this.#programme) void this.#take(takeOfInset(this.#programme), 'noSecondPicture');
  }

  slate(): void {
    if (this.#programme) void this.#take(takeOfSlate(this.#programme), 'slateIsOn');
  }

  /** The centre's picture again, or the slate when the centre sends none. */
  backToCentre(): void {
    if (this.#programme) void this.#take(takeOfCentre(this.#programme), 'nothingToTake');
  }

  /** Mutes a hall, or lets a muted one be heard again. */
  toggleMute(siteId: string | null): void {
    const row = siteId === null ? undefined : this.#room.rows.get(siteId);
    if (!row || siteId === null) return this.#parts.onNote({ note: 'noHall' });
    void this.#send('hall:mute', { siteId, isMuted: !row.hall.isMutedByCentre });
  }

  async muteAll(): Promise<void> {
    const answer = await this.#send('hall:mute-all', {});
    if (answer.ok) this.#parts.onNote({ note: 'mutedAll', count: answer.data.mutedCount });
  }

  /** @param requestId the request that a button belongs to; a key means the chosen or likely one */
  step(step: DirectorStep, requestId?: string): void {
    const { facts, selectedRequestId } = this.#room;
    const request = requestForStep(facts?.queue ?? [], step, requestId ?? selectedRequestId);
    if (!request) return this.#parts.onNote({ note: 'noRequest' });
    const { requestId: meant } = request;
    void this.#answered(this.#parts.send(STEP_COMMANDS[step], { requestId: meant }));
    // Such a hall is heard by telephone: whoever prepares it needs its number.
    const isByTelephone = this.#room.rows.get(request.siteId)?.hall.siteMode === 'TV_ONLY';
    if (!isByTelephone || step !== 'PREPARE') return;
    this.#parts.store.dispatch({ type: 'SELECT', siteId: request.siteId });
    void this.showContact(request.siteId);
  }

  moveRequest(requestId: string | null, direction: 'UP' | 'DOWN'): void {
    if (requestId === null) return this.#parts.onNote({ note: 'noRequest' });
    const beforeRequestId = moveTarget(this.#room.facts?.queue ?? [], requestId, direction);
    if (beforeRequestId === undefined) return;
    void this.#answered(this.#parts.send('speaker:move', { requestId, beforeRequestId }));
  }

  sound(slot: SoundSlot, change: { sourceId?: string | null; isMuted?: boolean }): void {
    const programme = this.#programme;
    if (!programme) return;
    const now =
      slot === 'SOUND_CENTRE'
        ? { sourceId: programme.centreSoundSourceId, isMuted: programme.isCentreSoundMuted }
        : { sourceId: programme.hallSoundSourceId, isMuted: programme.isHallSoundMuted };
    void this.#send('programme:set-sound', { slot, ...now, ...change });
  }

  trim(sourceId: string, trimDb: number): void {
    void this.#send('source:set-trim', { sourceId, trimDb });
  }

  /** Asks whom to call at a hall; it is shown beside the hall. */
  async showContact(siteId: string): Promise<void> {
    const answer = await this.#send('hall:contact', { siteId });
    if (!answer.ok) return;
    const { contactName: name, contactPhone: phone } = answer.data;
    this.#parts.store.dispatch({ type: 'CONTACT', contact: { siteId, name, phone } });
  }

  /** A hall that asked for help has it. */
  endHelp(siteId: string): void {
    void this.#send('hall:end-help', { siteId });
  }

  /** Begins a message to a hall. */
  openMessage(siteId: string | null): void {
    const row = siteId === null ? undefined : this.#room.rows.get(siteId);
    if (!row) return this.#parts.onNote({ note: 'noHall' });
    this.#parts.store.dispatch({ type: 'MESSAGE', siteId });
  }

  /** @returns whether the centre has it; the hall reads it at once, or when it is back */
  async message(siteId: string, text: string): Promise<boolean> {
    const answer = await this.#send('hall:message', { siteId, text });
    const name = this.#room.rows.get(siteId)?.hall.name ?? '';
    if (answer.ok) this.#parts.onNote({ note: 'sent', name });
    return answer.ok;
  }

  /** Makes a hall louder or quieter by so much. */
  trimHall(siteId: string, byDb: number): void {
    const { rows, facts } = this.#room;
    const sourceId = rows.get(siteId)?.hall.sourceId;
    const source = sourceId ? facts?.sources.get(sourceId) : undefined;
    if (!source) return this.#parts.onNote({ note: 'noSource' });
    this.trim(source.sourceId, Math.max(-24, Math.min(12, source.trimDb + byDb)));
  }

  notice(notice: ProgrammeNotice): void {
    void this.#send('programme:set-notice', { notice });
  }

  async start(): Promise<void> {
    await this.#send('programme:start', {});
  }

  async end(): Promise<void> {
    await this.#send('programme:end', {});
  }

  get #room() {
    return this.#parts.store.getState();
  }

  get #filmAtHand(): InputState | null {
    const programme = this.#programme;
    return programme && filmAtHand(this.#parts.films.getView().films, programme);
  }

  #filmTime(film: InputState) {
    const { serverAheadMs } = this.#parts.films.getView();
    return filmTimeOf(film, Date.now() + serverAheadMs);
  }

  get #programme() {
    return this.#room.facts?.programme ?? null;
  }

  get #session() {
    return { sessionId: this.#parts.sessionId };
  }

  /** One take at a time: a second press before the first is answered is the same press. */
  async #take(input: TakeInput | null, whyNot: 'nothingToTake' | 'noSecondPicture' | 'slateIsOn') {
    if (this.#isTaking) return false;
    if (input === null) {
      this.#parts.onNote({ note: whyNot });
      return false;
    }
    this.#isTaking = true;
    try {
      return (await this.#send('programme:take', input)).ok;
    } finally {
      this.#isTaking = false;
    }
  }

  #send<N extends CommandName>(
    name: N,
    input: Omit<CommandInput<N>, 'sessionId'>,
  ): Promise<ClientAnswer<CommandOutput<N>>> {
    const whole = { ...this.#session, ...input } as unknown as CommandInput<N>;
    return this.#answered(this.#parts.send(name, whole));
  }

  async #answered<O>(sent: Promise<ClientAnswer<O>>): Promise<ClientAnswer<O>> {
    const answer = await sent;
    if (!answer.ok) this.#parts.onRefused(answer);
    return answer;
  }
}
