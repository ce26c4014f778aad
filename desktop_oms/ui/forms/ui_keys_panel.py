# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'keys_panel.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QLabel,
    QSizePolicy, QSpacerItem, QToolButton, QVBoxLayout,
    QWidget)

class Ui_KeysPanel(object):
    def setupUi(self, KeysPanel):
        if not KeysPanel.objectName():
            KeysPanel.setObjectName(u"KeysPanel")
        KeysPanel.setProperty(u"role", u"overlay")
        self.layout1 = QVBoxLayout(KeysPanel)
        self.layout1.setSpacing(12)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(24, 16, 16, 16)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.titleLabel = QLabel(KeysPanel)
        self.titleLabel.setObjectName(u"titleLabel")
        self.titleLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.titleLabel.setProperty(u"role", u"title")

        self.layout2.addWidget(self.titleLabel)

        self.spacer1 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.closeButton = QToolButton(KeysPanel)
        self.closeButton.setObjectName(u"closeButton")
        self.closeButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.layout2.addWidget(self.closeButton)


        self.layout1.addLayout(self.layout2)

        self.keysBox = QWidget(KeysPanel)
        self.keysBox.setObjectName(u"keysBox")
        self.keysBox.setProperty(u"role", u"bare")
        self.layout3 = QVBoxLayout(self.keysBox)
        self.layout3.setSpacing(0)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)

        self.layout1.addWidget(self.keysBox)


        self.retranslateUi(KeysPanel)

        QMetaObject.connectSlotsByName(KeysPanel)
    # setupUi

    def retranslateUi(self, KeysPanel):
        self.titleLabel.setText(QCoreApplication.translate("KeysPanel", u"keys.title", None))
        pass
    # retranslateUi

