//! Work spread over threads, with its results in the order of the input.
//!
//! There is no thread that only reads and none that only writes. Every thread takes the next piece of the
//! input, does the work and lays the result on a shelf; whoever lays down the one whose turn it is puts it
//! and all that follow it where they belong. So one thread is one thread, and two share all there is to do.
//!
//! The shelf holds what is done before its turn. While a long piece is being worked on the others go on,
//! until the shelf is full; so memory is bounded, whatever the length of the input.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How the work is spread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pool {
    /// How many threads.
    pub(crate) jobs: NonZeroUsize,
    /// How much the shelf holds, in bytes.
    pub(crate) room: usize,
}

/// A result, and how many bytes of memory it takes.
pub(crate) struct Weighed<T>(pub(crate) T, pub(crate) usize);

/// Where the threads stand.
struct State<Done, Error> {
    /// The next piece to be settled.
    settling: usize,
    /// The next piece to be put.
    putting: usize,
    /// Whether a thread is putting one just now.
    busy: bool,
    /// What is done before its turn.
    shelf: BTreeMap<usize, Weighed<Done>>,
    /// What the shelf weighs.
    weight: usize,
    /// No more is taken: a step failed, or a thread panicked.
    stopped: bool,
    error: Option<Error>,
}

impl Pool {
    /// Runs every piece through five steps, until there is none or `put` fails.
    ///
    /// `take`, `settle` and `put` are done in the order of the input, by one thread at a time; `prepare` and
    /// `work` by all threads at once.
    ///
    /// # Errors
    ///
    /// The first error of `put`.
    pub(crate) fn run<Taken, Ready, Done: Send, Error: Send>(
        self,
        take: impl FnMut() -> Option<Taken> + Send,
        prepare: impl Fn(Taken) -> Ready + Sync,
        settle: impl FnMut(&mut Ready) + Send,
        work: impl Fn(Ready) -> Weighed<Done> + Sync,
        put: impl FnMut(Done) -> Result<(), Error> + Send,
    ) -> Result<(), Error> {
        let floor = Floor {
            state: Mutex::new(State {
                settling: 0,
                putting: 0,
                busy: false,
                shelf: BTreeMap::new(),
                weight: 0,
                stopped: false,
                error: None,
            }),
            changed: Condvar::new(),
        };
        let take = Mutex::new((0, take));
        let (settle, put) = (Mutex::new(settle), Mutex::new(put));
        let one = || {
            let _guard = StopOnPanic(&floor);
            while floor.wait_for_room(self.room) {
                let (turn, taken) = {
                    let mut take = lock(&take);
                    let Some(taken) = (take.1)() else { return };
                    take.0 += 1;
                    (take.0 - 1, taken)
                };
                let mut ready = prepare(taken);
                if !floor.wait_for_turn(turn) {
                    return;
                }
                lock(&settle)(&mut ready);
                floor.settled();
                floor.lay(turn, work(ready));
                while let Some(done) = floor.next() {
                    let result = lock(&put)(done);
                    floor.was_put(result);
                }
            }
        };
        thread::scope(|scope| {
            for _ in 1..self.jobs.get() {
                // Where no more threads can be had, those there are do the work.
                if thread::Builder::new().spawn_scoped(scope, one).is_err() {
                    break;
                }
            }
            one();
        });
        let state = floor
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        state.error.map_or(Ok(()), Err)
    }
}

/// Where the threads meet.
struct Floor<Done, Error> {
    state: Mutex<State<Done, Error>>,
    changed: Condvar,
}

impl<Done, Error> Floor<Done, Error> {
    /// Waits while the state is so; gives whether to go on.
    fn wait_while(&self, so: impl Fn(&State<Done, Error>) -> bool) -> bool {
        let state = lock(&self.state);
        let state = self.changed.wait_while(state, |s| !s.stopped && so(s));
        !state.unwrap_or_else(PoisonError::into_inner).stopped
    }

    fn wait_for_room(&self, room: usize) -> bool {
        self.wait_while(|s| s.weight > room)
    }

    fn wait_for_turn(&self, turn: usize) -> bool {
        self.wait_while(|s| s.settling != turn)
    }

    fn change(&self, change: impl FnOnce(&mut State<Done, Error>)) {
        change(&mut lock(&self.state));
        self.changed.notify_all();
    }

    fn settled(&self) {
        self.change(|s| s.settling += 1);
    }

    fn lay(&self, turn: usize, done: Weighed<Done>) {
        let mut state = lock(&self.state);
        state.weight += done.1;
        state.shelf.insert(turn, done);
    }

    /// The result whose turn it is, unless it is not there or another thread is putting.
    fn next(&self) -> Option<Done> {
        let mut state = lock(&self.state);
        if state.busy || state.stopped {
            return None;
        }
        let turn = state.putting;
        let Weighed(done, weight) = state.shelf.remove(&turn)?;
        state.weight -= weight;
        state.busy = true;
        Some(done)
    }

    fn was_put(&self, result: Result<(), Error>) {
        self.change(|s| {
            s.busy = false;
            s.putting += 1;
            if let Err(error) = result {
                s.error = Some(error);
                s.stopped = true;
            }
        });
    }
}

/// A thread that panics must not leave the others waiting for it.
struct StopOnPanic<'a, Done, Error>(&'a Floor<Done, Error>);

impl<Done, Error> Drop for StopOnPanic<'_, Done, Error> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.change(|s| s.stopped = true);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn pool(jobs: usize, room: usize) -> Pool {
        Pool {
            jobs: NonZeroUsize::new(jobs).expect("not zero"),
            room,
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_input() {
        for jobs in [1, 2, 7] {
            let mut numbers = 0..200_u64;
            let mut settled = Vec::new();
            let mut done = Vec::new();
            let all = pool(jobs, 10).run(
                || numbers.next(),
                |n| n,
                |n| settled.push(*n),
                |n| {
                    // The earlier of two takes longer.
                    thread::sleep(std::time::Duration::from_micros(300 * (1 - n % 2)));
                    Weighed(n, 1)
                },
                |n| {
                    done.push(n);
                    Ok::<(), ()>(())
                },
            );
            assert_eq!(all, Ok(()));
            assert!(settled.iter().copied().eq(0..200), "{jobs}");
            assert!(done.iter().copied().eq(0..200), "{jobs}");
        }
    }

    #[test]
    fn others_go_on_while_one_takes_long_until_the_shelf_is_full() {
        const ROOM: usize = 20;
        let mut numbers = 0..100;
        let done = AtomicUsize::new(0);
        let mut order = Vec::new();
        let all = pool(2, ROOM).run(
            || numbers.next(),
            |n| n,
            |_| (),
            |n: usize| {
                if n == 0 {
                    // Ends only because the others go on without it.
                    while done.load(Ordering::SeqCst) < ROOM {
                        thread::yield_now();
                    }
                }
                done.fetch_add(1, Ordering::SeqCst);
                Weighed(n, 1)
            },
            |n| {
                order.push(n);
                Ok::<(), ()>(())
            },
        );
        assert_eq!(all, Ok(()));
        assert!(order.into_iter().eq(0..100));
    }

    #[test]
    fn an_error_stops_the_work() {
        let mut taken = 0;
        let all = pool(3, 10).run(
            || {
                taken += 1;
                Some(taken)
            },
            |n| n,
            |_| (),
            |n| Weighed(n, 1),
            |n| if n == 50 { Err("full") } else { Ok(()) },
        );
        assert_eq!(all, Err("full"));
    }

    #[test]
    fn a_panic_leaves_nobody_waiting() {
        let all = std::panic::catch_unwind(|| {
            let mut numbers = 0..1000;
            pool(3, 10).run(
                || numbers.next(),
                |n| n,
                |_| (),
                |n| {
                    assert_ne!(n, 20, "a bug");
                    Weighed(n, 1)
                },
                |_| Ok::<(), ()>(()),
            )
        });
        assert!(all.is_err());
    }
}
