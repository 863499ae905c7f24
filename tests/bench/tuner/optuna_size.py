"""Median milliseconds of one more trial in the study `size` of FOLDER/optuna.log and optuna.db, and in
memory: python optuna_size.py FOLDER random|tpe TRIALS. Needs optuna (5.0.0)."""

import json
import math
import statistics
import sys
import time

import optuna
from optuna.storages.journal import JournalFileBackend

optuna.logging.set_verbosity(optuna.logging.ERROR)

folder, sampler_name, trials = sys.argv[1], sys.argv[2], int(sys.argv[3])


def objective(trial):
    rate = trial.suggest_float("rate", 1e-5, 0.1, log=True)
    decay = trial.suggest_float("decay", 0.8, 1)
    units = trial.suggest_int("units", 1, 512)
    value = (math.log10(rate) + 3) ** 2 + decay + abs(units - 100) / 100
    trial.report(value, 1)
    return value


def make_sampler():
    if sampler_name == "random":
        return optuna.samplers.RandomSampler(seed=0)
    # As ours: all parameters together, running trials counted among the poor.
    return optuna.samplers.TPESampler(seed=0, multivariate=True, constant_liar=True)


def measure(study):
    times = []
    for _ in range(trials):
        start = time.perf_counter()
        trial = study.ask()
        study.tell(trial, objective(trial))
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def load(storage):
    return optuna.load_study(study_name="size", storage=storage, sampler=make_sampler())


journal = load(optuna.storages.JournalStorage(JournalFileBackend(f"{folder}/optuna.log")))
memory = optuna.create_study(sampler=make_sampler())
memory.add_trials(journal.trials)
print(
    json.dumps(
        {
            "memory": measure(memory),
            "SQLite": measure(load(f"sqlite:///{folder}/optuna.db")),
            "journal": measure(journal),
        }
    )
)
